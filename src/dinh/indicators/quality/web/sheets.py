"""The points, the dossiers they were lost with and the units in order, as CSV; each figure with its permanent link."""

import csv
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from dinh.indicators.quality import api
from dinh.indicators.quality.web import asked as address
from dinh.indicators.quality.web import comparing
from dinh.indicators.quality.web.asked import Asked
from dinh.indicators.quality.web.pages import scores_of
from dinh.kernel.access import access


def _csv(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.write("\ufeff")
    csv.writer(answer).writerows(rows)
    return answer


def _name(asked: Asked, what: str) -> str:
    return f"766-{what}-{asked.unit.unit_id}-{asked.period.first:%Y%m%d}-{asked.period.last:%Y%m%d}"


@require_GET
@access("official")
def sheet(request: HttpRequest) -> HttpResponse:
    """Give the points of a unit: exact fractions beside the decimals, and the link that opens each number."""
    asked = address.read(request)
    head = ["item", "group", "name", "max", "standing", "numerator", "denominator", "open_within", "open_late",
            "rate_percent", "times_percent", "points", "points_exact", "most", "figure_hash", "link"]  # fmt: skip
    rows: list[Sequence[object]] = [head]
    for one in scores_of(asked).items:
        figure = one.figure
        link = f"{settings.DINH_PUBLIC_URL}{asked.figure(one.item.figure)}" if figure else ""
        sides = one.sides if one.sides and one.rate is not None else ("", "")
        opened = (one.opened.within, one.opened.late) if one.opened else ("", "")
        rows.append(
            [one.item.code, one.item.group, one.item.name_vi, one.item.points, one.standing.value, *sides, *opened,
             "" if one.rate is None else f"{float(one.rate):.2f}",
             "" if one.factor is None else f"{float(one.factor):.2f}",
             "" if one.points is None else f"{float(one.points):.2f}",
             "" if one.points is None else str(one.points), str(one.most), figure.hash if figure else "", link]
        )  # fmt: skip
    return _csv(_name(asked, "diem"), rows)


@require_GET
@access("official")
def lost_csv(request: HttpRequest) -> HttpResponse:
    """Give every dossier that costs points, a line for each item."""
    asked = address.read(request)
    item = request.GET.get("muc", "")
    rows: list[Sequence[object]] = [
        ["dossier_id", "code", "procedure", "unit_id", "received_on", "due_at", "closed_on", "item", "points",
         "points_exact", "can_be_saved"]
    ]  # fmt: skip
    for one in api.lost_with(scores_of(asked), item=item if item in asked.edition.by_code else ""):
        for loss in one.losses:
            due = one.due_at.isoformat() if one.due_at else ""
            rows.append(
                [one.dossier_id, one.code, one.procedure_code, one.unit_id, one.received_on.isoformat(), due,
                 one.closed_on.isoformat() if one.closed_on else "", loss.item.code, f"{float(loss.points):.4f}",
                 str(loss.points), int(loss.can_be_saved)]
            )  # fmt: skip
    return _csv(_name(asked, "ho-so"), rows)


@require_GET
@access("official")
def units_csv(request: HttpRequest) -> HttpResponse:
    """Give the units in order."""
    asked = address.read(request)
    rows: list[Sequence[object]] = [
        ["kind", "rank", "name", "points", "of", "share_percent", "before_rank", "before_percent", "link"]
    ]
    for table in comparing.tables(asked):
        rows += [
            [table["heading"], row["rank"], row["name"], row["points"], row["of"], row["share"], row["before_rank"],
             row["before"], f"{settings.DINH_PUBLIC_URL}{row['href']}"]
            for row in table["rows"]
        ]  # fmt: skip
    return _csv(_name(asked, "don-vi"), rows)
