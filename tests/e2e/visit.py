"""A person at a page: what they do everywhere, and what is checked and pictured on the way."""

import base64
import io
import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pikepdf
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from dinh.directory.identity.operations.demo import demo_password, demo_secret

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_PERIOD = 30
# The tour shows every page on a phone and on a desk, whichever the person works at.
_OTHER = {360: 1280, 1280: 360}
_HEIGHTS = {360: 740, 1280: 800}
# A bar that stays at the lower edge of the window would lie across the middle of a long picture.
_STILL = "document.querySelectorAll('.q-save, .t-save').forEach(bar => { bar.style.position = 'static' })"
# A picture shows the page to its end, but no more than three screens of a phone.
_MOST_SHOWN = 2400


def scan_of_paper(folder: Path, words: str) -> Path:
    """A PDF that stands for a scanned paper."""
    file = folder / "giay-to.pdf"
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        page.Contents = made.make_stream(f"0.8 0.2 0.2 rg 60 700 200 40 re f % {words}".encode())
        made.save(file)
    return file


def _keep(picture: bytes, file: Path) -> None:
    """Keep a picture in as few colours as a page needs: a third of its size."""
    with Image.open(io.BytesIO(picture)) as whole:
        few = whole.convert("RGB").quantize(192, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(file, optimize=True)


class Person:
    """One browser window: its page, its width, and what was found wrong on the way."""

    def __init__(self, browser: Any, url: str, *, width: int, scripts: bool = True) -> None:
        self.url, self._width, self._scripts = url, width, scripts
        self._context = browser.new_context(
            viewport={"width": width, "height": _HEIGHTS[width]}, java_script_enabled=scripts, locale="vi-VN"
        )
        self.page = self._context.new_page()
        self.faults: list[str] = []
        self._last_code = 0
        self.page.on("response", self._note)
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def _note(self, response: Any) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def close(self) -> None:
        self._context.close()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, selector: str) -> None:
        """Press something that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def look(self, name: str = "", *, whole: bool = False) -> None:
        """Check the page as axe and a ruler do; keep a picture of it on the tour, of all of it where `whole`."""
        if self._scripts:
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found = [fault["id"] for fault in Axe().run(self.page, options=RULES).response["violations"]]
            if wide > 0 or found:
                self.faults.append(f"{self.path}: {wide} px too wide, axe {found}")
        if name and os.environ.get("DINH_TOUR") == "1":
            self.page.wait_for_load_state("networkidle")
            for width in dict.fromkeys((_OTHER[self._width], self._width)):
                self.page.set_viewport_size({"width": width, "height": _HEIGHTS[width]})
                high = self.page.evaluate("document.documentElement.scrollHeight")
                shown = {"x": 0, "y": 0, "width": width, "height": high if whole else min(high, _MOST_SHOWN)}
                self.page.evaluate(_STILL)
                taken = self.page.screenshot(full_page=True, clip=shown)
                _keep(taken, TOUR / f"{name}-{width}.png")

    def sign_in_citizen(self) -> None:
        """Through the simulator of VNeID, as the first of its invented people; the page already asks for it."""
        self.press("form[action*='dinh-danh'] button")
        self.look("vneid")
        self.press("button[name=cccd]")

    def sign_in_official(self, name: str, then: str) -> None:
        self.go(f"/dang-nhap/?next={then}")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", demo_password(name))
        self.press("form:has(input[name=password]) button")
        # A code counts once: somebody who signs in again at once waits for the next.
        self.page.fill("input[name=code]", one_time_code(name))
        self.press("form:has(input[name=code]) button")


_used: dict[str, int] = {}


def one_time_code(name: str) -> str:
    now = int(time.time()) // _PERIOD
    while _used.get(name, 0) >= now:
        time.sleep(1)
        now = int(time.time()) // _PERIOD
    _used[name] = now
    base64.b32decode(demo_secret(name))
    return str(format_hotp_value(hotp_value(demo_secret(name), now)))


def number_of(text: str) -> int:
    """Return the first whole number of a text written the Vietnamese way; 0 where there is none."""
    found = re.search(r"\d[\d.]*", text)
    return int(found.group().replace(".", "")) if found else 0
