import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.kernel.actor import ANONYMOUS
from dinh.kernel.errors import Invalid, NotAllowed, NotFound, Unavailable
from tests.dossiers import world as w

pytestmark = pytest.mark.django_db


def test_dossier_opens_to_its_people_and_offices_only(world: w.World) -> None:
    dossier_id = w.received(world)
    for actor in (world.hoa, world.desk, world.far_desk, world.specialist, world.head):
        assert api.dossier(by=actor, dossier_id=dossier_id, at=w.AT).dossier_id == dossier_id
    for actor in (world.nam, world.builder, world.foreign_desk, ANONYMOUS):
        with pytest.raises(NotAllowed, match="HS40"):
            api.dossier(by=actor, dossier_id=dossier_id, at=w.AT)
    with pytest.raises(NotFound):
        api.dossier(by=world.hoa, dossier_id="dos_nobody", at=w.AT)


def test_clock_explains_itself_and_says_what_is_left(world: w.World) -> None:
    view = api.dossier(by=world.hoa, dossier_id=w.received(world), at=w.at("2026-02-23 08:00"))
    assert view.due.sentence == "thứ Ba 24/02/2026, còn 1 ngày làm việc"
    assert any("Tết" in step.text_vi for step in view.clock)
    assert view.limit_text == "2 ngày làm việc"


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ("2026-02-13 10:00", "ok", "thứ Ba 24/02/2026, còn 2 ngày làm việc"),
        ("2026-02-23 10:00", "soon", "thứ Ba 24/02/2026, còn 1 ngày làm việc"),
        ("2026-02-24 10:00", "today", "thứ Ba 24/02/2026, hạn hôm nay"),
        ("2026-02-24 18:00", "late", "thứ Ba 24/02/2026, quá hạn từ hôm nay"),
        ("2026-02-26 10:00", "late", "thứ Ba 24/02/2026, quá hạn 2 ngày làm việc"),
    ],
)
def test_due_sentence_at_each_moment(world: w.World, now: str, state: str, words: str) -> None:
    due = api.dossier(by=world.hoa, dossier_id=w.received(world), at=w.at(now)).due
    assert (due.state, due.sentence) == (state, words)


def test_english_reader_gets_english(world: w.World) -> None:
    with translation.override("en"):
        view = api.dossier(by=world.hoa, dossier_id=w.received(world), at=w.AT)
    assert (view.due.sentence, view.limit_text) == ("Tue 24 Feb 2026, 2 working days left", "2 working days")
    assert view.status_name == "Accepted for processing"


def test_buttons_are_the_moves_a_person_may_make(world: w.World) -> None:
    dossier_id = w.received(world)
    doing = api.Doing

    def allowed(actor: object) -> set[str]:
        return set(api.dossier(by=actor, dossier_id=dossier_id, at=w.AT).allowed)  # type: ignore[arg-type]

    assert allowed(world.hoa) == {doing.WITHDRAW, doing.PRINT_RECEIPT}
    assert allowed(world.desk) == {doing.WITHDRAW, doing.PRINT_RECEIPT}
    handler = {doing.ASSIGN, doing.START, doing.REQUEST_SUPPLEMENT, doing.REQUEST_OBLIGATION, doing.EXTEND, doing.STOP}
    assert allowed(world.specialist) == handler
    api.start_processing(by=world.specialist, at=w.AT, dossier_id=dossier_id)
    assert allowed(world.colleague) == set()
    assert {doing.DECIDE, doing.PROPOSE} <= allowed(world.head)
    w.decided(world, dossier_id)
    assert allowed(world.head) == {doing.CORRECT, doing.ANNUL}
    assert allowed(world.desk) == {doing.PRINT_RECEIPT, doing.HAND_OVER}


def test_buttons_of_a_submission(world: w.World) -> None:
    submission_id = w.filed(world)

    def allowed(actor: object) -> tuple[str, ...]:
        return api.submission(by=actor, submission_id=submission_id, at=w.AT).allowed  # type: ignore[arg-type]

    assert allowed(world.desk) == (api.Doing.RECEIVE, api.Doing.DECLINE)
    assert allowed(world.hoa) == (api.Doing.WITHDRAW,)
    assert allowed(world.specialist) == ()
    api.receive(by=world.desk, at=w.AT, submission_id=submission_id)
    assert allowed(world.desk) == ()


def test_citizen_reads_no_names_of_officers_and_no_inner_lines(world: w.World) -> None:
    dossier_id = w.received(world)
    api.assign(by=world.head, at=w.AT, dossier_id=dossier_id, post_id=world.specialist.post_id)
    own = api.dossier(by=world.hoa, dossier_id=dossier_id, at=w.AT)
    inner = api.dossier(by=world.head, dossier_id=dossier_id, at=w.AT)
    assert [act.kind for act in own.story] == ["filed", "received"]
    assert [act.kind for act in inner.story] == ["filed", "received", "assigned"]
    assert {act.by_name for act in own.story} == {""}
    assert (own.assignee_name, inner.assignee_name) == ("", world.specialist.display_name)


def test_search_needs_no_tones_and_keeps_to_ones_rights(world: w.World) -> None:
    birth, house = w.received(world), w.received(world, code=w.HOUSE)
    code = w.row(birth).code

    def found(actor: object, text: str) -> set[str]:
        return {one.dossier_id for one in api.search(by=actor, text=text, at=w.AT)}  # type: ignore[arg-type]

    assert found(world.far_desk, "nguyen thi hoa") == {birth, house}
    assert found(world.far_desk, "HOÀ khai sinh") == {birth}
    assert found(world.desk, "0912 345 678") == {birth, house}
    assert found(world.desk, code.lower()) == {birth}
    assert found(world.desk, "260213-0002") == {house}
    assert found(world.desk, "hoa khai si") == {birth}
    assert found(world.desk, "h36.41.01.001-2602") == {birth, house}
    assert found(world.desk, "it's \\ & | ! :* hoa") == set()
    assert found(world.builder, "nguyen thi hoa") == {house}
    for actor in (world.hoa, ANONYMOUS):
        with pytest.raises(NotAllowed, match="HS43"):
            found(actor, "hoa")
    with pytest.raises(Invalid, match="HS44"):
        found(world.desk, "ho a")


def test_own_list_has_drafts_submissions_and_dossiers(world: w.World) -> None:
    w.draft(world)
    w.filed(world)
    w.received(world)
    rows = api.my_dossiers(by=world.hoa, at=w.AT)
    assert [(one.state, one.status_name) for one in rows] == [
        ("received", "Được tiếp nhận"),
        ("filed", "Mới đăng ký"),
        ("draft", "Bản nháp, chưa gửi"),
    ]
    assert [one.needs_action for one in rows] == [False, False, True]
    assert api.my_dossiers(by=world.nam, at=w.AT) == ()
    assert len(api.my_dossiers(by=world.hoa, at=w.AT, limit=1)) == 1
    with pytest.raises(NotAllowed, match="HS45"):
        api.my_dossiers(by=world.desk, at=w.AT)


def test_own_list_pages_and_has_what_was_filed_for_others(world: w.World) -> None:
    moved = api.receive_at_desk(
        by=world.desk, at=w.AT, procedure_code=w.BIRTH, applicant_person_id=world.hoa.person_id, idempotency_key="k",
        submitter_person_id=world.nam.person_id, papers=[api.PaperCount(1, originals=1)],
    )  # fmt: skip
    first = w.row(moved.dossier_id).submission.pk
    assert [one.dossier_id for one in api.my_dossiers(by=world.nam, at=w.AT)] == [moved.dossier_id]
    assert api.my_dossiers(by=world.nam, at=w.AT, before=first) == ()


def _track(code: str, phone: str, source: str = "here", at: str = "2026-02-13 10:00") -> api.TrackView:
    return api.track(at=w.at(at), code=code, phone=phone, source=source)


def test_look_up_needs_code_and_telephone(world: w.World) -> None:
    code = w.row(w.received(world)).code
    view = _track(code.lower().replace("-", "–"), "+84 912345678")
    assert (view.code, view.status_name) == (code, "Được tiếp nhận")
    assert {act.note for act in view.story} == {""}
    answers = set()
    for typed, phone in ((code, "0999999999"), ("H36.1-260213-0099", "0912345678"), ("no code", ""), (code, "")):
        with pytest.raises(NotFound, match="HS50") as caught:
            _track(typed, phone)
        answers.add(str(caught.value))
    assert len(answers) == 1


def test_look_up_stops_guessing_by_code_and_by_place(world: w.World) -> None:
    code = w.row(w.received(world)).code
    for number in range(5):
        with pytest.raises(NotFound):
            _track(code, f"09000000{number}0", source=f"place{number}")
    with pytest.raises(Unavailable, match="HS51"):
        _track(code, "0912345678", source="elsewhere")
    assert _track(code, "0912345678", at="2026-02-13 10:15").code == code
    for number in range(20):
        with pytest.raises(NotFound):
            _track(f"H36.1-260213-{number:04d}", "0912345678", source="one", at="2026-02-13 11:00")
    with pytest.raises(Unavailable, match="HS51"):
        _track(code, "0912345678", source="one", at="2026-02-13 11:14")


def test_dossier_page_asks_as_much_for_a_long_story_as_for_a_short(world: w.World) -> None:
    short, long = w.received(world), w.started(world)
    w.asked(world, long)
    api.provide_supplement(by=world.desk, at=w.AT, dossier_id=long)
    counts = []
    for dossier_id in (short, short, long):
        with CaptureQueriesContext(connection) as seen:
            api.dossier(by=world.specialist, dossier_id=dossier_id, at=w.AT)
        counts.append(len(seen))
    assert counts[1] == counts[2] <= 9


def test_lists_ask_as_much_for_three_as_for_one(world: w.World) -> None:
    def ask() -> list[int]:
        made = []
        for act in (
            lambda: api.queue(by=world.specialist, name="open", at=w.AT),
            lambda: api.queue(by=world.desk, name="waiting", at=w.AT),
            lambda: api.search(by=world.desk, text="hoa", at=w.AT),
            lambda: api.my_dossiers(by=world.hoa, at=w.AT),
        ):
            with CaptureQueriesContext(connection) as seen:
                act()
            made.append(len(seen))
        return made

    w.received(world)
    w.filed(world)
    ask()
    one = ask()
    for _number in range(2):
        w.received(world)
        w.filed(world)
    assert ask() == one == [2, 2, 4, 1]
    assert Dossier.objects.count() == 3


def test_outline_is_read_in_one_query_by_who_may_open_the_dossier(world: w.World) -> None:
    dossier_id = w.started(world)
    whole = api.dossier(by=world.specialist, dossier_id=dossier_id)
    with CaptureQueriesContext(connection) as seen:
        found = api.dossier_outline(by=world.specialist, dossier_id=dossier_id)
    # The dossier, and what the post may do.
    assert len(seen) == 2
    assert (found.handling, found.assignee_post_id) == (whole.handling, whole.assignee_post_id)
    with pytest.raises(NotAllowed, match="HS40"):
        api.dossier_outline(by=world.nam, dossier_id=dossier_id)
    with pytest.raises(NotFound, match="HS02"):
        api.dossier_outline(by=world.specialist, dossier_id="dos_none")
