"""What the workbench is asked, read from an address: every answer has a lasting link."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.indicators.figures import api as figures
from dinh.indicators.workbench import api
from dinh.kernel.errors import NotFound

LONGEST = 9
DEFAULT_MONTHS = 6
FIRST_YEAR = 2000
ROWS = {
    "don-vi": api.Dimension.UNIT,
    "thang": api.Dimension.MONTH,
    "linh-vuc": api.Dimension.FIELD,
    "thu-tuc": api.Dimension.PROCEDURE,
    "kenh": api.Dimension.CHANNEL,
}
WAYS = {dimension: way for way, dimension in ROWS.items()}
CHANNELS = {"truc-tiep": 1, "truc-tuyen": 2, "buu-chinh": 3}
CHANNEL_WAYS = {number: way for way, number in CHANNELS.items()}
CHARTS = ("bang", "duong", "cot", "ban-do")


@dataclass(frozen=True, slots=True)
class Asked:
    question: api.Question
    unit: directory.UnitView
    chart: str
    today: date

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return the question as the parts of an address; empty ones are left out."""
        asked = self.question
        told = [("ct", code) for code in asked.codes]
        told += [
            ("pham-vi", str(asked.unit_id)),
            ("tu", f"{asked.first:%Y-%m}"),
            ("den", f"{asked.last:%Y-%m}"),
            ("hang", WAYS[asked.rows]),
            ("cot", WAYS[asked.columns] if asked.columns else ""),
            ("ban-do", "" if asked.on == self.today else asked.on.isoformat()),
            ("kenh", CHANNEL_WAYS.get(asked.channel, "")),
            ("lv", asked.field),
            ("tt", asked.procedure_code),
            ("hinh", "" if self.chart == CHARTS[0] else self.chart),
        ]
        return [(name, value) for name, value in told if value]

    @property
    def query(self) -> str:
        return urlencode(self.parts)

    def link(self, route: str, *args: str) -> str:
        return f"{reverse(f'indicators_workbench:{route}', args=args)}?{self.query}"

    def at(self, key: api.Key, code: str) -> str:
        """Return the address of one cell: the same question with everything that tells the cell set."""
        asked = replace(
            self.question,
            codes=(code,),
            unit_id=key.unit_id,
            first=key.period.first,
            last=key.period.last.replace(day=1),
            rows=api.Dimension.MONTH,
            columns=None,
            channel=key.channel or self.question.channel,
            field=key.field or self.question.field,
            procedure_code=key.procedure_code or self.question.procedure_code,
        )
        return replace(self, question=asked, chart=CHARTS[0]).link("cell")


def read(request: HttpRequest, today: date) -> Asked:
    """Read the address; NotFound tells which part of it names nothing."""
    query = request.GET
    on = _day(query.get("ban-do", ""), today)
    unit = _unit(query.get("pham-vi", ""), on)
    last = _month(query.get("den", ""), today.replace(day=1))
    first = _month(query.get("tu", ""), figures.months_before(last, DEFAULT_MONTHS)[0].first)
    chart = query.get("hinh", CHARTS[0])
    question = api.Question(
        codes=_codes(query),
        unit_id=unit.unit_id,
        first=first,
        last=last,
        on=on,
        rows=ROWS.get(query.get("hang", ""), api.Dimension.UNIT),
        columns=ROWS.get(query.get("cot", "")),
        channel=CHANNELS.get(query.get("kenh", ""), 0),
        field=query.get("lv", "")[:200],
        procedure_code=query.get("tt", "").strip()[:40],
    )
    return Asked(question, unit, chart if chart in CHARTS else CHARTS[0], today)


def _codes(query: QueryDict) -> tuple[str, ...]:
    known = figures.codes()
    found = tuple(dict.fromkeys(query.getlist("ct")))
    if any(code not in known for code in found):
        raise NotFound("PT20", _("There is no indicator of this name."), _("See the list of indicators."))
    return found or known[:1]


def _unit(text: str, on: date) -> directory.UnitView:
    if not text:
        return directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=on)
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST:
        raise NotFound("PT21", _("There is no such unit."), _("Choose a unit from the list."))
    return directory.unit(unit_id=int(text), on=on)


def _month(text: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(f"{text}-01") if text else otherwise
    except ValueError as error:
        raise NotFound("PT22", _("This month cannot be read."), _("Write it as 2026-03.")) from error
    if not FIRST_YEAR <= day.year <= otherwise.year + 1:
        raise NotFound("PT22", _("There are no figures of this month."), _("Choose a month from the list."))
    return day


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise NotFound("PT23", _("This day cannot be read."), _("Write it as 2026-03-31.")) from error
    if not directory.REFORM_DAY <= day <= today:
        raise NotFound("PT24", _("Figures of the house are drawn on maps since 1 July 2025."), _("Choose a later day."))
    return day
