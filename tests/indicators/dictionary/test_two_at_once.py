"""Two people at the same moment, each in a transaction of their own: one is first, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from dinh.indicators.dictionary import api
from dinh.indicators.dictionary.models import Version
from dinh.indicators.figures import api as figures
from dinh.kernel import clock
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Conflict, DinhError
from dinh.ledger import api as ledger
from tests.indicators.dictionary.conftest import official, row

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Do all steps in the same moment and return what each gave, or how it was refused."""
    start = Barrier(len(steps))

    def one(step: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return step()
        except DinhError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(one, steps))


def refusals(found: list[Any]) -> list[str]:
    return [one.code for one in found if isinstance(one, Conflict)]


def kinds(version_id: str) -> list[str]:
    return [one.kind.rpartition(".")[2] for one in ledger.entries_of(version_id, limit=50)]


def begun(by: Actor, **changes: Any) -> api.VersionView:
    return api.begin_draft(by=by, at=clock.now(), row=row(**changes))


def test_two_begin_the_same_indicator(writer: Actor, other: Actor) -> None:
    found = at_once(lambda: begun(writer, unit="phần"), lambda: begun(other))
    assert refusals(found) == ["DN16"]
    assert Version.objects.count() == 1


def test_one_person_sends_the_same_twice(writer: Actor) -> None:
    first, second = at_once(lambda: begun(writer), lambda: begun(writer))
    assert first.version_id == second.version_id
    assert kinds(first.version_id) == ["saved"]


def test_two_save_what_they_have_both_seen(writer: Actor, other: Actor) -> None:
    draft = begun(writer)

    def save(by: Actor, unit: str) -> api.VersionView:
        return api.save_draft(
            by=by, at=clock.now(), version_id=draft.version_id, row=row(unit=unit), revision=draft.revision
        )

    found = at_once(lambda: save(writer, "phần"), lambda: save(other, "hồ sơ"))
    assert refusals(found) == ["DN12"]
    assert api.version(version_id=draft.version_id).revision == 2
    assert kinds(draft.version_id) == ["saved", "saved"]


def test_two_publish_while_a_third_takes_it_back(writer: Actor, chief: Actor) -> None:
    draft = begun(writer)
    api.propose(by=writer, at=clock.now(), version_id=draft.version_id)
    second = official("per_Hai", Role.LEADER)
    found = at_once(
        lambda: api.publish(by=chief, at=clock.now(), version_id=draft.version_id),
        lambda: api.publish(by=second, at=clock.now(), version_id=draft.version_id),
        lambda: api.take_back(by=writer, at=clock.now(), version_id=draft.version_id),
    )
    assert refusals(found) == ["DN14", "DN14"]
    assert kinds(draft.version_id)[:2] == ["saved", "proposed"]
    assert len(kinds(draft.version_id)) == 3


def test_two_that_would_make_a_circle_together_are_not_both_published(writer: Actor, chief: Actor) -> None:
    """Each names the other: whichever is looked at first names what nobody has defined yet."""
    today = clock.local(clock.now()).date()
    for code in ("tinh.a", "tinh.b"):
        base = begun(writer, code=code, numerator="received", denominator=None, unit="hồ sơ")
        api.propose(by=writer, at=clock.now(), version_id=base.version_id)
        api.publish(by=chief, at=clock.now(), version_id=base.version_id)
    ready = []
    for code, named in (("tinh.a", "tinh.b"), ("tinh.b", "tinh.a")):
        said = {"code": code, "numerator": named, "denominator": None, "unit": "hồ sơ", "break": True}
        draft = begun(writer, valid_from=today + timedelta(days=1), **said)
        ready.append(api.propose(by=writer, at=clock.now(), version_id=draft.version_id).version_id)
    found = at_once(
        *(lambda one=one: api.publish(by=chief, at=clock.now(), version_id=one) for one in ready)  # type: ignore[misc]
    )
    refused = [one.code for one in found if isinstance(one, DinhError)]
    assert refused == ["DN10"]
    figures.forget_published()
    assert figures.left_out() == {}
