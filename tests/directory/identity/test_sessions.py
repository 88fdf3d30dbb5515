from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from pytest_django import DjangoAssertNumQueries

from dinh.directory.identity.web.sessions import SessionStore
from dinh.kernel.clock import now

pytestmark = pytest.mark.django_db


def kept(**said: str) -> str:
    store = SessionStore()
    store.update(said)
    store.save()
    return str(store.session_key)


def test_session_is_read_back_in_one_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key, other = kept(name="một"), kept(name="hai")
    with django_assert_num_queries(2):
        assert [SessionStore(one)["name"] for one in (key, other)] == ["một", "hai"]


@pytest.mark.parametrize("ended", [True, False])
def test_session_that_ended_is_not_continued_under_its_key(ended: bool) -> None:  # noqa: FBT001
    key = kept(name="một")
    if ended:
        Session.objects.filter(session_key=key).update(expire_date=now() - timedelta(seconds=1))
    else:
        SessionStore(key).delete()
    store = SessionStore(key)
    assert store.get("name") is None
    assert store.session_key is None


def test_session_revoked_by_who_signed_in_is_gone_at_once() -> None:
    key = kept(name="một")
    assert SessionStore(key)["name"] == "một"
    Session.objects.filter(session_key=key).delete()
    assert SessionStore(key).get("name") is None
