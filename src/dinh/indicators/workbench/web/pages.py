"""The workbench: a question as a form that works without JavaScript, its answer, one cell opened, questions kept."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.workbench import api
from dinh.indicators.workbench.web import asked as address
from dinh.indicators.workbench.web import table, words
from dinh.indicators.workbench.web.asked import Asked
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import DinhError, Invalid
from dinh.procedures import api as catalogue

ENDINGS = ("csv", "xlsx", "parquet", "sdmx.csv", "sdmx.xml")


def asked_of(request: HttpRequest) -> Asked:
    """Read a question and refuse units the post may not see."""
    asked = address.read(request, clock.now().date())
    directory.check_may(
        by=actor_of(request), action=directory.Action.INDICATOR_EXPLAIN, unit_id=asked.unit.unit_id, on=asked.today
    )
    return asked


@require_GET
@access("official", roles=api.READING)
def bench(request: HttpRequest) -> HttpResponse:
    """Show the question and, once it is asked, its table and drawing."""
    asked = asked_of(request)
    page: dict[str, Any] = {
        "asked": asked,
        "form": _form(asked),
        "views": [_view(one) for one in api.views_of(actor_of(request))],
        "query": asked.query,
        "is_asked": "ct" in request.GET,
        "said": f"{asked.unit.name}: {', '.join(words.indicator(code, asked) for code in asked.question.codes)}",
        "exports": [
            {"label": ending, "href": f"{reverse('indicators_workbench:export', args=[ending])}?{asked.query}"}
            for ending in ENDINGS
        ],
    }
    status = 200
    try:
        answer = api.answer(asked.question)
        pivot = table.pivot(asked, answer)
        page |= {"table": table.shown(asked, pivot), "watermark": words.number(answer.watermark)}
        page["drawings"] = table.drawings(asked, pivot)
    except Invalid as refused:
        page["refused"] = refused
        status = refused.status
    return render(request, "workbench/bench.html", page, status=status)


def _view(one: api.ViewShown) -> dict[str, Any]:
    return {"one": one, "href": f"{reverse('indicators_workbench:bench')}?{one.query}"}


def _form(asked: Asked) -> dict[str, Any]:
    question = asked.question
    months = [one.first for one in reversed(figures.months_before(asked.today, 36))]
    province = directory.unit(unit_id=asked.unit.unit_id, on=question.on)
    top = directory.unit(unit_id=province.province_id, on=question.on)
    return {
        "codes": [
            {"value": code, "label": words.indicator(code, asked), "on": code in question.codes}
            for code in figures.codes()
        ],
        "units": [
            {"value": one.unit_id, "label": one.name, "on": one.unit_id == question.unit_id}
            for one in (top, *directory.children(unit_id=top.unit_id, on=question.on))
        ],
        "rows": _options(asked, question.rows),
        "columns": _options(asked, question.columns),
        "first": _months(months, question.first),
        "last": _months(months, question.last),
        "channels": [
            {"value": way, "label": words.CHANNELS[n](), "on": n == question.channel}
            for way, n in address.CHANNELS.items()
        ],
        "fields": [
            {"value": one, "label": one, "on": one == question.field} for one in catalogue.fields(on=question.on)
        ],
        "charts": [{"value": way, "label": words.CHARTS[way](), "on": way == asked.chart} for way in address.CHARTS],
    }


def _options(asked: Asked, chosen: api.Dimension | None) -> list[dict[str, Any]]:
    del asked
    return [{"value": way, "label": words.DIMENSIONS[one](), "on": one is chosen} for way, one in address.ROWS.items()]


def _months(months: list[Any], chosen: Any) -> list[dict[str, Any]]:
    found = sorted({*months, chosen}, reverse=True)
    return [{"value": f"{one:%Y-%m}", "label": f"{one:%m/%Y}", "on": one == chosen} for one in found]


@require_GET
@access("official", roles=api.READING)
def cell(request: HttpRequest) -> HttpResponse:
    """Open one cell: the numbers in its formula, its definition, and its months, each down to the dossiers."""
    asked = asked_of(request)
    question = replace(asked.question, codes=asked.question.codes[:1], rows=api.Dimension.MONTH, columns=None)
    asked = replace(asked, question=question)
    code = question.codes[0]
    months = api.answer(question)
    whole: api.Number | None = None
    for numbers in months.cells.values():
        if key_number := numbers.get(code):
            whole = key_number if whole is None else whole.plus(key_number)
    definition = figures.definition(code, question.last)
    unit = definition.unit
    page: dict[str, Any] = {
        "asked": asked,
        "name": words.indicator(code, asked),
        "definition": definition,
        "number": whole,
        "value": words.value(whole, unit),
        "facts": _facts(asked, definition, months.watermark),
        "months": [
            _month(asked, key, numbers[code], unit) for key, numbers in sorted(months.cells.items(), key=_by_month)
        ],
        "is_narrow": bool(question.channel or question.field),
        "back": reverse("indicators_workbench:bench"),
    }
    return render(request, "workbench/cell.html", page)


def _by_month(one: tuple[api.Key, Any]) -> tuple[Any, int]:
    return one[0].period.first, one[0].unit_id


def _facts(asked: Asked, definition: figures.Definition, watermark: int) -> list[dict[str, Any]]:
    question = asked.question
    filters = [
        words.CHANNELS[question.channel]() if question.channel else "",
        question.field,
        question.procedure_code,
    ]
    return [
        {"key": _("Unit"), "value": asked.unit.name},
        {"key": _("Only"), "value": ", ".join(filter(None, filters)) or _("everything")},
        {
            "key": _("Definition"),
            "value": _("%(code)s, version %(version)s") % {"code": definition.code, "version": definition.version},
        },
        {
            "key": _("Formula"),
            "value": f"{definition.numerator}" + (f" / {definition.denominator}" if definition.denominator else ""),
        },
        {"key": _("Basis"), "value": definition.legal_basis},
        {"key": _("Map of the day"), "value": f"{question.on:%d/%m/%Y}"},
        {"key": _("Ledger up to entry"), "value": words.number(watermark)},
    ]


def _month(asked: Asked, key: api.Key, one: api.Number, unit: str) -> dict[str, Any]:
    question = asked.question
    told: dict[str, str | int] = {
        "don-vi": question.unit_id,
        "thang": f"{key.period.first:%Y-%m}",
        "thu-tuc": question.procedure_code,
    }
    kept = urlencode({name: value for name, value in told.items() if value != ""})
    return {
        "label": key.period.label,
        "value": words.value(one, unit),
        "numerator": words.number(one.numerator),
        "denominator": "" if one.denominator is None else words.number(one.denominator),
        "href": f"{reverse('indicators:opened', args=[question.codes[0]])}?{kept}",
    }


@require_POST
@access("official", roles=api.READING)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a question under a name."""
    query = QueryDict(request.POST.get("query", "")).urlencode()
    try:
        api.keep_view(
            by=actor_of(request),
            at=clock.now(),
            name=request.POST.get("name", ""),
            query=query,
            sharing="shared" if request.POST.get("shared") else "own",
        )
        messages.success(request, _("The question is kept."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect(f"{reverse('indicators_workbench:bench')}?{query}")


@require_POST
@access("official", roles=api.READING)
def remove(request: HttpRequest, view_id: str) -> HttpResponse:
    """Take a kept question away."""
    try:
        api.remove_view(by=actor_of(request), at=clock.now(), view_id=view_id)
        messages.success(request, _("The question is no longer kept."))
    except DinhError as refused:
        messages.error(request, f"{refused.message} {refused.hint}".strip())
    return redirect("indicators_workbench:bench")
