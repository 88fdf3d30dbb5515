"""Pages: what the home weighs on the wire, and how long home, wall and queue take, one reader at a time."""

import http.client
import json
import re
import shutil
import statistics
import time
from urllib.parse import urljoin

from bench.report import Measure
from bench.rig import house

TITLE = "Pages"
DOSSIERS = 3500
ASKED = 60
_WHOLE = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_LOADED = re.compile(r"\.(css|js|svg|woff2)$")


def _get(port: int, path: str, session: str = "") -> tuple[int, bytes, float]:
    """Return status, body as it came over the wire, and seconds until all of it was here."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept-Encoding": "gzip", "Cookie": f"dinh_session={session}" if session else ""}
    began = time.perf_counter()
    line.request("GET", path, headers=headers)
    with line.getresponse() as came:
        told = came.read()
        head = sum(len(key) + len(value) + 4 for key, value in came.headers.items()) + 17
    seconds = time.perf_counter() - began
    line.close()
    return came.status, told + b"\0" * head, seconds


def _weighed_by_hand(port: int) -> tuple[int, int]:
    """Return bytes and requests of the home when there is no browser to ask: what its markup and styles name."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.request("GET", "/")
    page = line.getresponse().read().decode()
    wanted = {path for path in _WHOLE.findall(page) if _LOADED.search(path)}
    total = sum(len(_get(port, path)[1]) for path in ("/", *sorted(wanted)))
    return total, 1 + len(wanted)


def _weighed(port: int) -> tuple[int, int]:
    """Return bytes and requests of the home with an empty cache, as Chromium counts them."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return _weighed_by_hand(port)
    from playwright.sync_api import sync_playwright

    sizes: list[float] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        page.goto(urljoin(f"http://127.0.0.1:{port}", "/"), wait_until="networkidle")
        browser.close()
    return round(sum(sizes)), len(sizes)


def _times(port: int, path: str, session: str = "") -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds, after warming up."""
    for _ in range(5):
        status, _body, _seconds = _get(port, path, session)
        assert status == 200, f"{path} answers {status}"
    taken = sorted(1000 * _get(port, path, session)[2] for _ in range(ASKED))
    return statistics.median(taken), taken[int(0.95 * (ASKED - 1))]


def run() -> list[Measure]:
    with house(DOSSIERS, parts={"web": ()}) as rig:
        people = json.loads(rig.run("bench.inside", "people", "0"))["officials"]
        weight, requests = _weighed(rig.port)
        empty = _times(rig.port, "/healthz")[0]
        found = [
            Measure("home, cold, over the wire", weight / 1000, "kB", aim="at most 60 kB"),
            Measure("home, requests", requests, ""),
        ]
        for what, path, session, aim in (
            ("home", "/", "", ""),
            (f"wall of the province, {DOSSIERS:,} dossiers", "/dieu-hanh/", people["lanhdao.tinh"], "p95 <= 100 ms"),
            (f"queue of a desk, {DOSSIERS:,} dossiers", "/ban-lam-viec/", people["motcua.xuanhuong"], "p95 <= 100 ms"),
        ):
            middle, slow = _times(rig.port, path, session)
            found += [
                Measure(f"{what}, median", middle, "ms", "/healthz", empty),
                Measure(f"{what}, p95", slow, "ms", "/healthz", empty, aim),
            ]
        return found


if __name__ == "__main__":
    from bench.report import machine, table

    print(machine())
    print(table(TITLE, run()))
