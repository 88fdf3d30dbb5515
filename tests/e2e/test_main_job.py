"""The main job in a real browser, as each role: from a citizen's first click to the figure that opens back to it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.rig import Rig

from tests.e2e.filing import file_dossier, pay
from tests.e2e.visit import Person, number_of, scan_of_paper

pytestmark = pytest.mark.e2e
COPY, AGAIN = "2.000635", "1.004884"  # the copy of an extract, and the registration that accepts it
DESK, SPECIALIST, HEAD, LEADER = "motcua.xuanhuong", "chuyenvien.xuanhuong", "chutich.xuanhuong", "lanhdao.tinh"
RECEIVED = ".d-stat:has(a[href*='dossiers.received'])"
PATIENCE = 90


@pytest.fixture
def person(browser: Any, house: Rig) -> Iterator[Callable[..., Person]]:
    here: list[Person] = []

    def come(width: int, *, scripts: bool = True) -> Person:
        here.append(Person(browser, house.url, width=width, scripts=scripts))
        return here[-1]

    yield come
    for one in here:
        one.close()


def until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def received(leader: Person) -> int:
    leader.go("/dieu-hanh/")
    found = leader.page.locator(f"{RECEIVED} .d-stat__value")
    return number_of(found.first.inner_text()) if found.count() else 0


def at_desk(who: Person, name: str, submission_id: str) -> str:
    """Sign in, open the case from the desk, return the way to it."""
    who.sign_in_official(name, "/ban-lam-viec/")
    who.look("desk" if name == DESK else "")
    who.go(f"/ban-lam-viec/ho-so-moi/{submission_id}/")
    return who.path


def work(person: Callable[..., Person], submission_id: str) -> tuple[str, str, list[str]]:
    """Receive, take up, decide; return the dossier, its code and what was wrong on the way."""
    desk = person(1280)
    at_desk(desk, DESK, submission_id)
    desk.look("desk-submission")
    desk.press("form[action$='/tiep-nhan/'] button")
    desk.look("desk-received")
    dossier_id = desk.path.rstrip("/").split("/")[-1]
    code = desk.page.locator(".s-new .d-number").inner_text()
    specialist = person(1280)
    at_desk(specialist, SPECIALIST, submission_id)
    specialist.press("form[action$='/bat-dau/'] button")
    specialist.page.fill("form[action$='/trinh/'] [name=summary]", "Đủ căn cứ cấp bản sao trích lục.")
    choose(specialist, "trinh")
    specialist.look("desk-specialist")
    specialist.press("form[action$='/trinh/'] button")
    head = person(1280)
    at_desk(head, HEAD, submission_id)
    choose(head, "quyet-dinh")
    head.page.fill("form[action$='/quyet-dinh/'] [name=summary]", "Cấp 02 bản sao trích lục.")
    head.look("desk-head")
    head.press("form[action$='/quyet-dinh/'] button")
    head.look("desk-signed")
    return dossier_id, code, [*desk.faults, *specialist.faults, *head.faults]


def choose(who: Person, slug: str) -> None:
    field = who.page.locator(f"form[action$='/{slug}/'] [name=outcome]")
    if field.first.evaluate("field => field.tagName") == "SELECT":
        field.first.select_option("approved")
    else:
        who.page.locator(f"form[action$='/{slug}/'] [name=outcome][value=approved]").check()


def test_main_job_runs_from_the_click_to_the_figure_and_back(person: Callable[..., Person], tmp_path: Path) -> None:
    leader = person(1280)
    leader.sign_in_official(LEADER, "/dieu-hanh/")
    before = received(leader)
    leader.look("wall-before")

    citizen, paper = person(360), scan_of_paper(tmp_path, "giay to")
    citizen.go("/")
    citizen.look("home")
    submission_id = file_dossier(citizen, COPY, paper, tour="citizen")
    pay(citizen, tour="citizen")
    dossier_id, code, faults = work(person, submission_id)

    citizen.go(f"/ho-so/{submission_id}/")
    until(lambda: _reload(citizen).locator("main a[href*='/xac-minh/']").count() > 0)
    citizen.look("citizen-dossier", whole=True)
    citizen.press("main a[href*='/xac-minh/']")
    citizen.look("verified", whole=True)
    citizen.go("/kho-giay-to/")
    citizen.look("store")
    assert f"{code}-KQ1" in citizen.page.locator("main").inner_text()

    until(lambda: received(leader) == before + 1)
    leader.look("wall")
    leader.press(f"{RECEIVED} a")
    leader.look("figure")
    assert code in leader.page.locator("main").inner_text()
    leader.press(f"main a[href*='{dossier_id}']")
    leader.look("evidence")
    assert dossier_id in leader.page.url + leader.page.content()

    again = file_dossier(citizen, AGAIN, paper, tour="next")
    citizen.go(f"/ho-so/{again}/")
    assert (citizen.faults, faults, leader.faults) == ([], [], [])


def test_citizen_files_and_pays_on_a_phone_without_scripts(person: Callable[..., Person], tmp_path: Path) -> None:
    citizen = person(360, scripts=False)
    submission_id = file_dossier(citizen, COPY, scan_of_paper(tmp_path, "giay to"))
    pay(citizen)
    assert citizen.page.locator("main a[href*='/bien-lai/'], main .d-notice--good").count() > 0
    citizen.go(f"/ho-so/{submission_id}/")
    assert citizen.page.locator("main h1").count() == 1
    assert citizen.faults == []


def _reload(who: Person) -> Any:
    who.page.reload()
    return who.page
