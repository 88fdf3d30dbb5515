"""One dossier through every form of the law, 01 to 07, by pages alone; with DINH_TOUR=1 they are kept in docs/tour/."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bench.rig import Rig

from dinh.kernel import clock
from tests.e2e.filing import file_dossier
from tests.e2e.visit import TOUR, Person, scan_of_paper

pytestmark = pytest.mark.e2e
BIRTH_AGAIN = "1.004884"
DESK, SPECIALIST, HEAD = "motcua.xuanhuong", "chuyenvien.xuanhuong", "chutich.xuanhuong"
FORMS = TOUR / "forms"
MOST_BYTES = 150_000
A5, A5_ON_SIDE, A4_ON_SIDE = (420, 595), (595, 420), (842, 595)
SIZES = {"06-control": A5_ON_SIDE, "07-register": A4_ON_SIDE}
WORDS = {
    "01-receipt": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "02-supplement": "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    "03-refusal": "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    "04-apology": "PHIẾU XIN LỖI VÀ GIA HẠN THỜI GIAN GIẢI QUYẾT HỒ SƠ",
    "05-stop": "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
    "06-control": "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    "07-register": "SỔ THEO DÕI HỒ SƠ",
}


@pytest.fixture
def person(browser: Any, house: Rig) -> Iterator[Callable[..., Person]]:
    here: list[Person] = []

    def come(width: int) -> Person:
        here.append(Person(browser, house.url, width=width))
        return here[-1]

    yield come
    for one in here:
        one.close()


def signed_in(person: Callable[..., Person], name: str) -> Person:
    who = person(1280)
    who.sign_in_official(name, "/ban-lam-viec/")
    return who


def act(who: Person, dossier_id: str, slug: str, **fields: str) -> None:
    """Open one act of the dossier's page, fill it, press it."""
    who.go(f"/ban-lam-viec/ho-so/{dossier_id}/")
    form = f"form[action$='/{slug}/']"
    closed = who.page.locator(f"details:not([open]):has({form}) > summary")
    if closed.count():
        closed.first.click()
    for name, words in fields.items():
        field = who.page.locator(f"{form} [name={name}]")
        if field.first.get_attribute("type") == "checkbox":
            who.page.locator(f"{form} label", has_text=words).first.click()
        else:
            field.fill(words)
    who.press(f"{form} button")
    assert who.page.locator(".d-error-summary, .d-notice--bad").count() == 0, who.page.locator("main").inner_text()


def kept(who: Person, folder: Path, name: str, href: str) -> Path:
    """Fetch a paper as this person may, and keep it."""
    answer = who.page.request.get(who.url + href)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), href
    file = folder / f"{name}.pdf"
    file.write_bytes(answer.body())
    return file


def issued(who: Person, path: str, title: str) -> str:
    """Return the address of a paper among those issued about a case, on the page of the desk."""
    who.go(path)
    return str(who.page.locator("a[href*='/tep/']", has_text=title).first.get_attribute("href"))


def declined(citizen: Person, desk: Person, paper: Path, folder: Path) -> Path:
    """The same matter sent too early: refused on form 03 before it has any code; the citizen opens the paper."""
    submission_id = file_dossier(citizen, BIRTH_AGAIN, paper)
    path = f"/ban-lam-viec/ho-so-moi/{submission_id}/"
    desk.go(path)
    desk.page.locator("details:has(form[action$='/tu-choi/']) > summary").click()
    desk.page.fill(
        "[name=reason]", "Bản chụp Giấy khai sinh cũ không phải của người yêu cầu; chưa đủ căn cứ tiếp nhận."
    )
    desk.page.fill("[name=guidance]", "Anh/chị chụp lại giấy tờ của chính mình rồi nộp lại, không mất phí.")
    desk.press("form[action$='/tu-choi/'] button")
    desk.look("desk-declined")
    assert issued(desk, path, "từ chối")
    citizen.go(f"/ho-so/{submission_id}/")
    href = citizen.page.locator("main a[href*='/tep/']", has_text="03").first.get_attribute("href")
    return kept(citizen, folder, "03-refusal", str(href))


def received(desk: Person, submission_id: str) -> tuple[str, str]:
    desk.go(f"/ban-lam-viec/ho-so-moi/{submission_id}/")
    desk.press("form[action$='/tiep-nhan/'] button")
    return desk.path.rstrip("/").split("/")[-1], desk.page.locator(".s-new .d-number").inner_text()


def asked(citizen: Person, specialist: Person, dossier_id: str, submission_id: str, paper: Path) -> None:
    """Form 02, all at once; the citizen sends what is missing from a phone, and the clock goes on."""
    act(specialist, dossier_id, "bat-dau")
    act(
        specialist,
        dossier_id,
        "bo-sung",
        parts="Bản sao Giấy khai sinh",
        reason="Bản chụp bị mờ ở phần họ tên cha; cần bản chụp rõ cả trang.",
    )
    citizen.go(f"/ho-so/{submission_id}/")
    citizen.look("citizen-asked", whole=True)
    citizen.page.set_input_files("main input[type=file]", paper)
    citizen.press("main form:has(input[type=file]) button")
    citizen.press("form[action$='/da-bo-sung/'] button")


def register(desk: Person) -> str:
    """Form 07 of today, as the page of the register makes it; return the address it leads to."""
    today = clock.local(clock.now()).date()
    desk.go(f"/quay/so-theo-doi/?since={today}&until={today}")
    desk.look("register")
    return paper_made_by(desk, "form[action$='/mau-07/'] button")


def paper_made_by(who: Person, selector: str) -> str:
    with who.page.expect_download() as got:
        who.page.locator(selector).first.click()
    return str(got.value.url).removeprefix(who.url)


def pages_of(file: Path) -> str:
    done = subprocess.run([str(shutil.which("pdftotext")), "-layout", str(file), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def size_of(file: Path) -> tuple[int, int]:
    with pikepdf.open(file) as made:
        _left, _bottom, right, top = made.pages[0].mediabox
        return round(float(right)), round(float(top))


def walked(person: Callable[..., Person], folder: Path, paper: Path) -> tuple[dict[str, Path], str, list[str]]:
    """Lead one dossier from its refusal to its end; return its papers, its code and what was wrong on the way."""
    citizen, desk = person(360), signed_in(person, DESK)
    refusal = declined(citizen, desk, paper, folder)
    submission_id = file_dossier(citizen, BIRTH_AGAIN, paper)
    dossier_id, code = received(desk, submission_id)
    specialist, head = signed_in(person, SPECIALIST), signed_in(person, HEAD)
    asked(citizen, specialist, dossier_id, submission_id, paper)
    later = clock.local(clock.now()).date() + timedelta(days=30)
    act(
        specialist,
        dossier_id,
        "hen-lai",
        new_due_on=later.isoformat(),
        reason="Chờ xác minh của nơi đăng ký trước đây.",
    )
    act(head, dossier_id, "dung", reason="Người yêu cầu đề nghị dừng: đã tìm thấy bản chính Giấy khai sinh.", basis="")
    path = f"/ban-lam-viec/ho-so/{dossier_id}/"
    specialist.go(path)
    papers = {
        "06-control": kept(
            specialist, folder, "06-control", paper_made_by(specialist, "form[action*='kiem-soat'] button")
        )
    }
    titles = {"02-supplement": "bổ sung", "04-apology": "xin lỗi", "05-stop": "dừng"}
    for name, title in titles.items():
        papers[name] = kept(specialist, folder, name, issued(specialist, path, title))
    specialist.look("desk-papers", whole=True)
    papers["01-receipt"] = kept(desk, folder, "01-receipt", f"/ho-so/{dossier_id}/giay-hen/")
    papers["07-register"] = kept(desk, folder, "07-register", register(desk))
    return {**papers, "03-refusal": refusal}, code, [*citizen.faults, *desk.faults, *specialist.faults, *head.faults]


def test_one_dossier_has_every_form(person: Callable[..., Person], tmp_path: Path) -> None:
    papers, code, faults = walked(person, tmp_path, scan_of_paper(tmp_path, "giay to"))
    assert set(papers) == set(WORDS)
    assert faults == []
    for name, file in papers.items():
        assert size_of(file) == SIZES.get(name, A5), name
        said = pages_of(file)
        assert WORDS[name] in said.upper(), said
        # What was refused never had a code.
        assert (code in said) is (name != "03-refusal"), name
        assert file.stat().st_size < MOST_BYTES, name
    if os.environ.get("DINH_TOUR") == "1":
        keep_on_tour(papers)


def keep_on_tour(papers: dict[str, Path]) -> None:
    FORMS.mkdir(exist_ok=True)
    for name, file in papers.items():
        shutil.copy(file, FORMS / file.name)
        picture = [str(shutil.which("pdftoppm")), "-png", "-singlefile", "-r", "100", str(file), str(FORMS / name)]
        subprocess.run(picture, check=True)
