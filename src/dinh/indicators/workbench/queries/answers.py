"""The answer to a question: one plan of the figures, then fields of procedures put together where that is right."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from dinh.indicators.figures import api as figures
from dinh.indicators.workbench.types import Answer, Dimension, Key, Number, Question
from dinh.kernel.errors import Invalid
from dinh.procedures import api as catalogue

MOST_CELLS = 20_000
MOST_MONTHS = 24
MOST_CODES = 6
_COLUMNS = {Dimension.UNIT: "unit_id", Dimension.PROCEDURE: "procedure_id", Dimension.CHANNEL: "channel"}


def answer(question: Question) -> Answer:
    """Compute a question.

    Raises Invalid PT10 for months or indicators that are too many or none, PT11 for what cannot be added over
    procedures, PT12 for an answer with too many cells.
    """
    periods = periods_of(question)
    by_field = Dimension.FIELD in question.dimensions or bool(question.field)
    _check(question, periods, is_by_field=by_field)
    by = [_COLUMNS[one] for one in question.dimensions if one in _COLUMNS]
    if by_field and "procedure_id" not in by:
        by.append("procedure_id")
    try:
        groups = figures.pivot(
            codes=question.codes,
            unit_id=question.unit_id,
            periods=periods,
            on=question.on,
            by=by,
            channel=question.channel,
            procedure_code=question.procedure_code,
            most=MOST_CELLS,
        )
    except figures.TooMuch as too_much:
        raise Invalid(
            "PT12",
            _("This question has more than %(most)s cells.") % {"most": MOST_CELLS},
            _("Choose fewer months, one procedure, or one thing to break down by."),
        ) from too_much
    return Answer(question, _put_together(question, groups), figures.watermark())


def periods_of(question: Question) -> tuple[figures.Period, ...]:
    """Return each month where the question breaks down by month, else all of them as one period."""
    if Dimension.MONTH not in question.dimensions:
        return (figures.Period(question.first, figures.month(question.last).last),)
    many = (question.last.year - question.first.year) * 12 + question.last.month - question.first.month + 1
    return figures.months_before(question.last, max(many, 1))


def _check(question: Question, periods: Sequence[figures.Period], *, is_by_field: bool) -> None:
    if question.first > question.last or len(periods) > MOST_MONTHS or not 0 < len(question.codes) <= MOST_CODES:
        raise Invalid(
            "PT10",
            _("Please choose one to %(codes)s indicators and at most %(months)s months.")
            % {"codes": MOST_CODES, "months": MOST_MONTHS},
        )
    if is_by_field:
        for code in question.codes:
            measures = figures.definition(code, question.last).measures
            if not all(figures.measure(name).is_additive for name in measures):
                raise Invalid(
                    "PT11",
                    _("Medians and distinct counts cannot be added over the procedures of a field."),
                    _("Break down by procedure instead, or leave this indicator out."),
                )


def _put_together(question: Question, groups: Iterable[figures.Group]) -> dict[Key, dict[str, Number]]:
    groups = tuple(groups)
    fields = catalogue.fields_of(codes={one.procedure_code for one in groups if one.procedure_code}, on=question.on)
    keeps_procedure = Dimension.PROCEDURE in question.dimensions
    keeps_field = Dimension.FIELD in question.dimensions
    found: dict[Key, dict[str, Number]] = {}
    for one in groups:
        field = fields.get(one.procedure_code, "")
        if question.field and field != question.field:
            continue
        key = Key(
            one.unit_id,
            one.period,
            one.procedure_code if keeps_procedure else "",
            field if keeps_field else "",
            one.channel,
        )
        cell = found.setdefault(key, {})
        for code, figure in one.figures.items():
            if figure.missing is figures.Missing.ENDED:
                continue
            number = _number(figure)
            cell[code] = cell[code].plus(number) if code in cell else number
    return found


def _number(one: figures.Figure) -> Number:
    is_stale = one.missing is figures.Missing.BEING_COUNTED
    return Number(one.numerator, one.denominator, one.definition_version, is_stale)
