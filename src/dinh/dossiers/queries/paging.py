"""Pages of dossiers by cursor, read from the indexes of however many agencies; and counts that stop early."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dinh.dossiers.models import Dossier
from dinh.kernel.errors import Invalid

__all__ = ["COUNTED", "bounded", "counted_among", "cursor_of", "page_rows", "read_cursor"]

# Counts end here: "999+" says as much to somebody with that many dossiers, and costs the same at any size.
COUNTED = 1000
FAR = datetime(9999, 1, 1, tzinfo=UTC)
_TABLE = '"dossiers_dossier"'
Rows = QuerySet[Dossier]


def bounded(rows: Mapping[str, QuerySet[Model]], most: int = COUNTED) -> dict[str, int]:
    """Count each of these, at most `most` of each, all in one query."""
    if not rows:
        return {}
    parts: list[str] = []
    values: list[Any] = []
    for one in rows.values():
        text, params = one.order_by().values("pk")[:most].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({text}) counted)")  # noqa: S608  its values stand beside it
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        found = cursor.fetchone()
    return dict(zip(rows, found, strict=True))


def counted_among(
    rows: Mapping[str, tuple[QuerySet[Dossier], QuerySet[Dossier]]],
    most: int,
    *,
    looked_at: int,
    columns: Sequence[str],
) -> dict[str, tuple[int, bool]]:
    """Count what a filter finds among the first `looked_at` of some rows, at most `most`; one query for all.

    Each name has those rows and the filter over all dossiers, which asks of nothing but `columns`. With each count
    stands whether it is the whole truth: a filter that finds little would else walk everything it is laid over.
    """
    if not rows:
        return {}
    parts: list[str] = []
    values: list[Any] = []
    for under, wanted in rows.values():
        few, few_values = under.order_by().values(*columns)[:looked_at].query.sql_with_params()
        found, found_values = wanted.order_by().values("pk")[:most].query.sql_with_params()
        # The filter reads the rows looked at under the name of the table.
        parts.append(
            f"(WITH {_TABLE} AS MATERIALIZED ({few}) SELECT ARRAY["  # noqa: S608  its values stand beside it
            f"(SELECT count(*) FROM ({found}) counted), (SELECT count(*) FROM {_TABLE})])"
        )
        values += [*few_values, *found_values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        told = cursor.fetchone()
    return {name: (many, many >= most or seen < looked_at) for name, (many, seen) in zip(rows, told, strict=True)}


def page_rows(
    conditions: Sequence[Q],
    field: str,
    cursor: str,
    size: int,
    *,
    is_newest_first: bool = False,
    narrow: Callable[[QuerySet[Dossier]], QuerySet[Dossier]] = lambda rows: rows,
) -> tuple[list[Dossier], str]:
    """Return one page of what any of these conditions holds for, and the cursor of the next, "" on the last.

    Each condition is of one agency: its index gives its rows in order, so a page reads no more of each agency than it
    shows. One query for one agency, else two. Raises Invalid HS42 for a torn cursor.
    """
    order = [f"-{field}", "-id"] if is_newest_first else [field, "id"]
    ends = _ends(field, cursor, is_newest_first=is_newest_first)
    found = [narrow(Dossier.objects.filter(condition)) for condition in conditions]
    parts = [rows.filter(end).order_by(*order) for rows in found for end in ends]
    listed = _alone(parts[0], size) if len(parts) == 1 else _merged(parts, order, size)
    more = cursor_of(getattr(listed[size - 1], field), listed[size - 1].pk) if len(listed) > size else ""
    return listed[:size], more


def _alone(rows: QuerySet[Dossier], size: int) -> list[Dossier]:
    return list(rows.select_related("submission")[: size + 1])


def _merged(parts: Sequence[QuerySet[Dossier]], order: Sequence[str], size: int) -> list[Dossier]:
    field = order[0].removeprefix("-")
    first, *others = [rows.values_list("id", field)[: size + 1] for rows in parts]
    ids = [pk for pk, _moment in first.union(*others, all=True).order_by(*order)[: size + 1]]
    rows = Dossier.objects.select_related("submission").in_bulk(ids)
    return [rows[pk] for pk in ids]


def _ends(field: str, cursor: str, *, is_newest_first: bool) -> tuple[Q, ...]:
    """What lies after the cursor, as ranges an index can start at; what has no moment comes last, as in the index."""
    if not cursor:
        return (Q(),)
    moment, last = read_cursor(cursor)
    if is_newest_first:
        return (Q(**{f"{field}__lte": moment}) & (Q(**{f"{field}__lt": moment}) | Q(id__lt=last)),)
    if moment == FAR:
        return (Q(**{f"{field}__isnull": True}, id__gt=last),)
    later = Q(**{f"{field}__gte": moment}) & (Q(**{f"{field}__gt": moment}) | Q(id__gt=last))
    return (later, Q(**{f"{field}__isnull": True}))


def cursor_of(moment: datetime | None, last: int) -> str:
    text = json.dumps([(moment or FAR).isoformat(), last])
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(cursor: str) -> tuple[datetime, int]:
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(moment), int(last)
    except (ValueError, TypeError) as fault:
        raise Invalid("HS42", _("This page of the list no longer exists."), _("Open the list again.")) from fault
