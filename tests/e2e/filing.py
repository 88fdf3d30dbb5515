"""A citizen's way through the pages of a filing, whatever they ask."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator

from tests.e2e.visit import Person

SAVE = "main form:has(input[name=draft_version]) button[type=submit], main form:has(input[name=draft_version]) button"
_MOST_PAGES = 30
_COMMUNE = "Phường Xuân Hương - Đà Lạt, Tỉnh Lâm Đồng"


def file_dossier(who: Person, code: str, paper: Path, *, tour: str = "") -> str:
    """Open the procedure, answer every page, send it; return the id of the submission. `tour` names the pictures."""
    who.go(f"/nop-ho-so/{code}/")
    who.look(_named(tour, "start"))
    who.press(f"main a[href$='/nop-ho-so/{code}/cho-ai/']")
    if who.path.startswith("/dang-nhap"):
        who.look(_named(tour, "sign-in"))
        who.sign_in_citizen()
    who.press("main form button")
    for _page in range(_MOST_PAGES):
        here = who.path.rstrip("/").split("/")[-1]
        who.look(_named(tour, _picture(here)))
        if here == "da-nop":
            return who.path.split("/")[3]
        _answer(who, here, paper, tour)
    raise AssertionError(f"the filing does not end: {who.path}")


def _named(tour: str, what: str) -> str:
    return f"{tour}-{what}" if tour and what else ""


_PICTURES = {
    "noi-giai-quyet": "place",
    "noi-dung": "content",
    "giay-to-1": "paper",
    "kiem-tra": "check",
    "da-nop": "filed",
}


def _picture(here: str) -> str:
    """Return how the picture of a page is called; the pages of a form share one name, and the last one stays."""
    return "form" if here.startswith("to-khai") else _PICTURES.get(here, "")


def _answer(who: Person, here: str, paper: Path, tour: str) -> None:
    if here.startswith("giay-to") and who.page.locator("main input[type=file]").count():
        _give_paper(who, paper, tour)
        return
    if here.startswith("to-khai"):
        _form(who)
        return
    act = _ANSWERS.get(here)
    if act is not None:
        act(who)
    who.press("main form:not([role=search]) button:not([name=do][value=remove])")


def _give_paper(who: Person, paper: Path, tour: str) -> None:
    """Use what the store offers; pass by what is not asked of everybody; send the rest."""
    page = who.page
    if page.locator("button[value=reuse]").count():
        who.look(_named(tour, "reuse"))
        who.press("button[value=reuse]")
    elif page.locator("button[value=none]").count():
        who.press("button[value=none]")
        return
    else:
        page.set_input_files("main input[type=file]", paper)
        # With scripts the form goes over in the background and its answer takes the place of the page.
        page.locator("form:has(input[type=file]) button").last.click()
        page.locator("button[value=next]").wait_for()
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


def _form(who: Person) -> None:
    """Answer whatever a page of a form asks: the first of the choices, and words of the right kind."""
    page = who.page
    for _round in range(3):
        for group in page.locator("[data-f-form] fieldset:has(> .d-choices):visible").all():
            if not group.locator("input:checked").count():
                group.locator("input").first.check()
        for box in page.locator("[data-f-form] .f-block:visible > .d-field input[type=checkbox]").all():
            box.check()
        for box in page.locator("[data-f-form] .d-input:visible").all():
            if not box.input_value():
                box.fill(_word(box))
    who.press("main .d-actions button[type=submit]")


# What people write into boxes of these names; anything else is a person's name.
_SAID = {
    "dân tộc": "Kinh",
    "quốc tịch": "Việt Nam",
    "nơi sinh": "Bệnh viện Đa khoa tỉnh Lâm Đồng",
    "quê quán": "Xã Đạ Tẻh, tỉnh Lâm Đồng",
    "nơi đã đăng ký": "Ủy ban nhân dân xã Đạ Tẻh",
    "cơ quan, đơn vị": "Trường Tiểu học Đạ Tẻh",
    "quyển": "Số 12, quyển 01/1998",
    "số nhà": "Số 12, đường Trần Phú",
}


def _word(box: Locator) -> str:
    classes, mode = box.get_attribute("class") or "", box.get_attribute("inputmode") or ""
    if (box.get_attribute("name") or "").endswith("unit"):
        return _COMMUNE
    if "f-input--date" in classes:
        return "17/05/1975"
    if "f-input--number" in classes or "f-input--money" in classes:
        return "1"
    typed = {"numeric": "001199000001", "tel": "0912345678", "email": "lan@example.vn"}.get(mode)
    label = box.evaluate("box => box.labels && box.labels[0] ? box.labels[0].textContent : ''").lower()
    return typed or next((words for name, words in _SAID.items() if name in label), _person(box))


def _person(box: Locator) -> str:
    name = (box.get_attribute("name") or "").lower()
    return "Lâm Văn Sơn" if "cha" in name or "father" in name else "Nguyễn Thị Lan"


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


def pay(who: Person, *, tour: str = "") -> None:
    """Pay from the page that says it arrived, through the simulated bank, until the page says it is paid."""
    who.press("main a[href*='/thanh-toan/']")
    who.look(_named(tour, "pay"))
    order = who.path
    who.press("main a[href*='/gia-lap/ngan-hang/']")
    who.press("form:has(input[name=qr]) button")
    who.go(order)
    who.look(_named(tour, "paid"))
