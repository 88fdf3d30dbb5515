"""A citizen's way through the pages of a filing, whatever they ask."""

from collections.abc import Callable
from pathlib import Path

from tests.e2e.visit import Person

SAVE = "main form:has(input[name=draft_version]) button[type=submit], main form:has(input[name=draft_version]) button"
_MOST_PAGES = 30


def file_dossier(who: Person, code: str, paper: Path, *, tour: bool = False) -> str:
    """Open the procedure, answer every page, send it; return the id of the submission."""
    who.go(f"/nop-ho-so/{code}/")
    who.look("citizen-start" if tour else "")
    who.press(f"main a[href$='/nop-ho-so/{code}/cho-ai/']")
    if who.path.startswith("/dang-nhap"):
        who.look("sign-in" if tour else "")
        who.sign_in_citizen()
    who.press("main form button")
    for _page in range(_MOST_PAGES):
        here = who.path.rstrip("/").split("/")[-1]
        who.look(_PICTURES.get(here, "") if tour else "")
        if here == "da-nop":
            return who.path.split("/")[3]
        _answer(who, here, paper, tour=tour)
    raise AssertionError(f"the filing does not end: {who.path}")


_PICTURES = {
    "noi-giai-quyet": "citizen-place",
    "noi-dung": "citizen-content",
    "giay-to-1": "citizen-paper",
    "kiem-tra": "citizen-check",
    "da-nop": "citizen-filed",
}


def _answer(who: Person, here: str, paper: Path, *, tour: bool) -> None:
    if here.startswith("giay-to") and who.page.locator("main input[type=file]").count():
        _give_paper(who, paper, tour=tour)
        return
    act = _ANSWERS.get(here)
    if act is not None:
        act(who)
    who.press("main form:not([role=search]) button:not([name=do][value=remove])")


def _give_paper(who: Person, paper: Path, *, tour: bool) -> None:
    """Use what the store offers; pass by what is not asked of everybody; send the rest."""
    page = who.page
    if page.locator("button[value=reuse]").count():
        who.look("citizen-reuse" if tour else "")
        who.press("button[value=reuse]")
    elif page.locator("button[value=none]").count():
        who.press("button[value=none]")
        return
    else:
        page.set_input_files("main input[type=file]", paper)
        who.press("form:has(input[type=file]) button")
    who.press("button[value=next]")


def _place(who: Person) -> None:
    home = who.page.locator("select[name=residence_unit_id]")
    if not home.input_value():
        home.select_option(index=1)


def _contact(who: Person) -> None:
    phone = who.page.locator("input[name=applicant_phone]")
    if not phone.input_value():
        phone.fill("0912345678")


def _case(who: Person) -> None:
    radios = who.page.locator("input[name=case_name]")
    if radios.count():
        radios.first.check()
    else:
        who.page.locator("select[name=case_name]").select_option(index=1)


def _content(who: Person) -> None:
    who.page.fill("textarea[name=request]", "Tôi xin 02 bản sao trích lục để làm hồ sơ cho con đi học.")


def _delivery(who: Person) -> None:
    who.page.locator("input[name=delivery_way][value=online]").check()


def _declare(who: Person) -> None:
    who.page.locator("input[name=is_true]").check()


_ANSWERS: dict[str, Callable[[Person], None]] = {
    "noi-giai-quyet": _place,
    "lien-he": _contact,
    "truong-hop": _case,
    "noi-dung": _content,
    "nhan-ket-qua": _delivery,
    "kiem-tra": _declare,
}


def pay(who: Person, *, tour: bool = False) -> None:
    """Pay from the page that says it arrived, through the simulated bank, until the page says it is paid."""
    who.press("main a[href*='/thanh-toan/']")
    who.look("citizen-pay" if tour else "")
    order = who.path
    who.press("main a[href*='/gia-lap/ngan-hang/']")
    who.press("form:has(input[name=qr]) button")
    who.go(order)
    who.look("citizen-paid" if tour else "")
