"""A dossier whose calendar is not kept here: every page still opens and says what cannot be counted."""

from collections.abc import Callable

import pytest
from django.test import Client

from dinh.dossiers import api
from dinh.dossiers.models import Dossier
from dinh.kernel.actor import Actor
from tests.dossiers import world as w
from tests.dossiers.web.browsers import text_of

pytestmark = pytest.mark.django_db
MISSING = "0123456789abcdef.default.0123456789abcdef"
WORDS = "chưa tính được hạn"


def _lost(world: w.World) -> str:
    dossier_id = w.started(world)
    Dossier.objects.filter(public_id=dossier_id).update(calendar_version=MISSING)
    return dossier_id


def test_one_dossier_without_its_calendar_takes_no_list_down(
    mapped: w.World, sign_in: Callable[[Actor], Client]
) -> None:
    whole, lost = w.started(mapped), _lost(mapped)
    officer = sign_in(mapped.specialist)
    for path in ("/ban-lam-viec/?hang=dang-mo", "/ban-lam-viec/?hang=cua-toi", "/ban-lam-viec/tim/?q=hoa"):
        answer = officer.get(path)
        assert answer.status_code == 200, path
        assert text_of(answer).count(WORDS) == 1, path
        assert whole in answer.content.decode()
        assert lost in answer.content.decode()
    for path in (f"/ban-lam-viec/ho-so/{lost}/", f"/ban-lam-viec/tom-tat/{lost}/"):
        answer = officer.get(path)
        assert (answer.status_code, WORDS in text_of(answer)) == (200, True), path
    assert WORDS not in text_of(officer.get(f"/ban-lam-viec/ho-so/{whole}/"))


def test_who_waits_for_it_reads_why_and_the_date_they_were_given(
    mapped: w.World, sign_in: Callable[[Actor], Client]
) -> None:
    lost = _lost(mapped)
    view = api.dossier(by=mapped.hoa, dossier_id=lost, at=w.AT)
    assert (view.due.state, view.due.at, view.clock) == (api.DueState.UNKNOWN, w.row(lost).due_at, ())
    assert "thiếu lịch" in view.due.sentence
    for path in ("/toi/ho-so/", f"/ho-so/{lost}/"):
        assert sign_in(mapped.hoa).get(path).status_code == 200, path
