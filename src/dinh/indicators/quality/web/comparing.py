"""Units beside each other: rank, points, what they come from, and the period before."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.quality import api
from dinh.indicators.quality.web import numbers
from dinh.indicators.quality.web.asked import Asked

Key = tuple[int, str]


def tables(asked: Asked) -> list[dict[str, Any]]:
    """Return the communes and the departments of the province in order."""
    on, unit_id = asked.at.date(), asked.unit.unit_id
    communes = {(one.unit_id, ""): one.name for one in directory.children(unit_id=unit_id, on=on)}
    departments = {(unit_id, one.agency_id): one.name for one in directory.agencies(unit_id=unit_id, on=on)}
    told = []
    for heading, names, compute in (
        (_("Communes"), communes, api.scores_of_children),
        (_("Departments"), departments, api.scores_of_departments),
    ):
        now = compute(unit_id=unit_id, period=asked.period, at=asked.at, edition=asked.edition.code)
        before = compute(unit_id=unit_id, period=asked.before, at=asked.at, edition=asked.edition.code)
        told.append({"heading": heading, **_table(asked, names, now, before)})
    return told


def _table(
    asked: Asked, names: Mapping[Key, str], now: Sequence[api.Scores], before: Sequence[api.Scores]
) -> dict[str, Any]:
    old = {_key(one.scores): one for one in api.ranks(before)}
    rows = []
    for one in api.ranks(now):
        was = old.get(_key(one.scores))
        unit_id, agency_id = _key(one.scores)
        rows.append(
            {
                "rank": one.rank,
                "name": names.get((unit_id, agency_id), ""),
                "href": asked.link(don_vi=unit_id, co_quan=agency_id),
                "points": numbers.points(one.scores.points),
                "of": one.scores.known_most,
                "share": numbers.points(100 * one.share),
                "before_rank": was.rank if was else "",
                "before": numbers.points(100 * was.share) if was else "",
                "change": numbers.change(100 * (one.share - was.share)) if was else "",
            }
        )
    silent = len(names) - len({key for key in names if key in {_key(one.scores) for one in api.ranks(now)}})
    return {"rows": rows, "silent": silent}


def _key(one: api.Scores) -> Key:
    return one.unit_id, one.agency_id
