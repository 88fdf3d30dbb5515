"""The index over HTTP: definitions and published values for anyone, assessments for officers."""

import pytest
from django.test import Client

from dinh.directory import api as directory
from dinh.indicators.scores import api
from tests.indicators.scores.make import share
from tests.portal.conftest import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
HOME = "/api/scores"


def test_editions_and_parts_are_for_anyone(client: Client) -> None:
    told = client.get(HOME).json()
    assert [(one["version"], one["points"]) for one in told] == [
        ("1726-2020", None),
        ("922-2022", "1000"),
        ("405-2025", None),
    ]
    parts = client.get(f"{HOME}/dti/2022/parts").json()
    assert [(one["code"], one["points"], one["is_scored"]) for one in parts][5] == ("6", "0", False)
    assert client.get(f"{HOME}/dti/1999/parts").status_code == 404


def test_published_values_are_exact_and_in_order(client: Client, published: api.Loaded) -> None:
    del published
    told = client.get(f"{HOME}/dti/2022/published").json()
    assert (len(told), told[0]["name_vi"], told[0]["value"], told[0]["rank"]) == (63, "Đà Nẵng", "4001/5000", 1)
    assert [one["rank"] for one in told[14:17]] == [15, 15, 17]


def test_assessment_is_for_who_may_read_it(
    client: Client, signed_in: Browser, province: directory.UnitView, published: api.Loaded
) -> None:
    del published
    officer = signed_in("dulieu.tinh")
    for code in "12345789":
        officer.post(f"/dieu-hanh/dti/phan/{code}/?nam=2023", {"share": "0,5"})
    former = next(one for one in api.former_of(unit_id=province.unit_id, year=2023) if one.code == province.code)
    path = f"{HOME}/dti/2023/units/{former.unit_id}"
    assert client.get(path).status_code == 403
    told = {one["kind"]: one for one in officer.get(path).json()}
    assert (told["self"]["computed"], told["self"]["parts"]["7"]) == ("1/2", "100")
    assert officer.get(f"{HOME}/dti/2023/units/0").status_code == 404
    assert share("0.5").share is not None
