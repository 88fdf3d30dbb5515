"""A refusal page helps on: whoever holds several posts may choose the one that opens the page."""

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.kernel.actor import Role
from tests.directory.identity import make as office

pytestmark = pytest.mark.django_db
PAGE = "/so-cai/ton-dong/?trang=2"


def _refused(*posts: str) -> str:
    who = office.person()
    where = office.agency(code="H36.41.02")
    for role in posts:
        office.post(where, role, who=who)
    client = Client()
    office.sign_in(client, office.account(directory.AccountKind.OFFICIAL, who, "can-bo"))
    mine = directory.posts_of(person_id=who.person_id, on=office.ON)
    client.post("/chon-vi-tri/", {"post": mine[0].post_id})
    answer = client.get(PAGE)
    assert answer.status_code == 403
    return answer.content.decode()


def test_an_official_of_several_posts_may_choose_another_for_the_refused_page() -> None:
    page = _refused(Role.SPECIALIST, Role.OPERATOR)
    assert 'href="/chon-vi-tri/?doi=1&amp;next=%2Fso-cai%2Fton-dong%2F%3Ftrang%3D2"' in page


def test_an_official_of_one_post_is_offered_none() -> None:
    assert "/chon-vi-tri/?doi" not in _refused(Role.SPECIALIST)
