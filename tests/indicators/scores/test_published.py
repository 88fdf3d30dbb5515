"""Published values taken over: each where it belongs, with its source, once."""

from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.indicators.scores.models import Value
from dinh.indicators.scores.policies.numbers import decimal_text
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM

pytestmark = pytest.mark.integration
OLD = date(2022, 12, 31)


def unit(code: str, on: date = OLD) -> int:
    return directory.unit_by_code(code=code, level="province", on=on).unit_id


def test_every_rank_of_2022_is_taken_over(published: api.Loaded) -> None:
    del published
    stands = api.standing(index_code="dti", year=2022)
    ranks = {
        one.short_name: stands[one.unit_id][api.ValueKind.PUBLISHED][api.WHOLE].rank
        for one in directory.provinces(on=OLD)
    }
    assert len(ranks) == 63
    assert [ranks[name] for name in ("Thanh Hóa", "Yên Bái", "Hậu Giang")] == [15, 15, 17]


def test_what_cannot_be_placed_is_named(published: api.Loaded) -> None:
    assert all("derived" in one or "(" in one or "dti_" in one for one in published.left_out)
    assert not any("2022" in one for one in published.left_out)


def test_second_time_adds_nothing(published: api.Loaded) -> None:
    again = api.load_published(by=SYSTEM, at=clock.now(), folder=settings.DINH_DATA / "stats")
    assert (again.added, again.known) == (0, published.added)


def test_published_values_compute_to_the_published_index(published: api.Loaded) -> None:
    del published
    result, faults = api.computed(index=api.index_of(code="dti", year=2022), year=2022, kind=api.ValueKind.PUBLISHED)
    assert result is not None
    assert {unit_id: decimal_text(one.value, 4) for unit_id, one in result.units.items()} == {
        str(unit("48")): "0.8002",
        str(unit("79")): "0.7164",
        str(unit("22")): "0.7024",
        str(unit("46")): "0.6975",
        str(unit("92")): "0.6924",
    }
    assert faults == {}


def test_values_of_2024_belong_to_the_provinces_of_today(published: api.Loaded) -> None:
    del published
    stands = api.standing(index_code="dti", year=2024)
    today = clock.now().date()
    ranks = {
        name: stands[unit(code, today)][api.ValueKind.PUBLISHED][api.WHOLE].rank
        for name, code in (("Hà Nội", "01"), ("Huế", "46"), ("Đà Nẵng", "48"))
    }
    assert ranks == {"Hà Nội": 1, "Huế": 2, "Đà Nẵng": 17}


def test_merged_province_without_values_gets_bounds_not_a_guess(published: api.Loaded) -> None:
    del published
    da_nang = unit("48", clock.now().date())
    former = api.former_of(unit_id=da_nang, year=2022)
    assert {one.short_name for one in former} == {"Đà Nẵng", "Quảng Nam"}
    made = api.merged(
        index=api.index_of(code="dti", year=2022),
        former=former,
        stands=api.standing(index_code="dti", year=2022),
    )
    assert made is not None
    assert made.value is None
    assert made.missing == (str(unit("49")),)
    assert made.low is not None
    assert made.high is not None
    # Quảng Nam was 31st: below Trà Vinh (25th, 0.6077).
    assert (decimal_text(made.low, 4), decimal_text(made.high, 4)) == ("0.4001", "0.7039")


def test_values_are_only_added(published: api.Loaded) -> None:
    del published
    with pytest.raises(IntegrityError), transaction.atomic():
        Value.objects.filter(year=2022).update(rank=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Value.objects.filter(year=2022).delete()
