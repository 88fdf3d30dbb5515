"""Processes of the house are renewed with it, but never over what a province has drawn."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from dinh.kernel.actor import SYSTEM
from dinh.kernel.clock import VN
from dinh.kernel.errors import NotAllowed
from dinh.processes import api, registry
from dinh.processes.models import ProcessVersion
from tests.processes import make

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 4, 1, 9, 0, tzinfo=VN)
BIRTH = "1.001193"


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """After this the house ships another birth process than was loaded before."""
    api.load_shipped(by=SYSTEM, at=make.AT)
    ours = registry.shipped()
    model = replace(ours[0].model, name="Đăng ký khai sinh, bản mới")
    others = tuple(replace(one, model=model) if one.procedure_code == BIRTH else one for one in ours)
    monkeypatch.setattr(registry, "shipped", lambda: others)


def versions() -> list[tuple[int, str, date | None, date | None]]:
    rows = ProcessVersion.objects.filter(procedure_code=BIRTH).order_by("number")
    return [(row.number, row.state, row.valid_from, row.valid_to) for row in rows]


@pytest.mark.usefixtures("changed")
def test_a_changed_process_of_the_house_is_the_next_version() -> None:
    (first,) = versions()
    api.start_run(by=SYSTEM, at=make.AT, subject_id=make.SUBJECT, procedure_code=BIRTH)
    before = [one.step_id for one in api.steps_of(make.SUBJECT)]
    assert api.load_shipped(by=SYSTEM, at=LATER) == 1
    assert versions() == [(1, "retired", first[2], LATER.date()), (2, "published", LATER.date(), None)]
    assert [one.step_id for one in api.steps_of(make.SUBJECT)] == before
    assert api.load_shipped(by=SYSTEM, at=LATER) == 0


@pytest.mark.usefixtures("changed")
def test_what_a_province_published_is_never_replaced() -> None:
    make.published(make.six_steps(), code=BIRTH)
    known = versions()
    assert api.load_shipped(by=SYSTEM, at=LATER) == 0
    assert versions() == known


@pytest.mark.usefixtures("changed")
def test_a_draft_beside_it_stays_a_draft() -> None:
    draft = api.save_draft(by=make.officer(), at=make.AT, model=make.six_steps(), procedure_code=BIRTH)
    assert api.load_shipped(by=SYSTEM, at=LATER) == 1
    assert [(number, state) for number, state, _since, _until in versions()] == [
        (1, "retired"), (2, "draft"), (3, "published"),
    ]  # fmt: skip
    assert api.version(version_id=draft.version_id).state == api.VersionState.DRAFT


def test_only_the_system_loads_and_unchanged_nothing_happens() -> None:
    with pytest.raises(NotAllowed, match="PR10"):
        api.load_shipped(by=make.officer(), at=make.AT)
    assert api.load_shipped(by=SYSTEM, at=make.AT) == len(registry.shipped())
    assert api.load_shipped(by=SYSTEM, at=LATER) == 0
