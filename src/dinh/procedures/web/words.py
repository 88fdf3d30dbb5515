"""What the catalogue says to people: limits, fees, channels and faults in plain words of the language on screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from dinh.kernel.text import vnd
from dinh.procedures.api import (
    CaseKind,
    ChannelKind,
    ChannelView,
    ComponentView,
    FaultKind,
    FaultView,
    FeeKind,
    FeeLine,
    Origin,
    ProcedureView,
)

CHANNELS: dict[ChannelKind, Promise] = {
    ChannelKind.DESK: gettext_lazy("At the desk"),
    ChannelKind.ONLINE: gettext_lazy("Online"),
    ChannelKind.POST: gettext_lazy("By post"),
}
FAULTS: dict[FaultKind, Promise] = {
    FaultKind.TIME_UNIT_MISSING: gettext_lazy("Time: a number without a unit"),
    FaultKind.TIME_FEE_RUN_TOGETHER: gettext_lazy("Time and fee run together"),
    FaultKind.TIME_FREE_TEXT: gettext_lazy("Time in free words"),
    FaultKind.TIME_BLANK: gettext_lazy("Time not stated"),
    FaultKind.TIME_UNREADABLE: gettext_lazy("Time that cannot be counted"),
    FaultKind.FEE_BLANK: gettext_lazy("Fee left blank"),
    FaultKind.FEE_NOT_ENTERED: gettext_lazy("“Miễn phí”: no amount entered"),
    FaultKind.FEE_SUSPICIOUS: gettext_lazy("Fee under 1,000 đồng, surely miswritten"),
    FaultKind.FEE_UNREADABLE: gettext_lazy("Fee without a readable amount"),
    FaultKind.FEE_CUT: gettext_lazy("Fee cut off at 200 letters"),
    FaultKind.NOTE_CUT: gettext_lazy("Note cut off at 400 letters"),
    FaultKind.NOTE_GLUED: gettext_lazy("Note with other cells glued in"),
    FaultKind.COMPONENT_UNPARSED: gettext_lazy("Paper that was not parsed"),
    FaultKind.COMPONENT_BLANK: gettext_lazy("Paper without a name"),
    FaultKind.COMPONENT_IS_NOTE: gettext_lazy("Note that poses as a paper"),
    FaultKind.COMPONENT_GLUED: gettext_lazy("Paper glued to its form's file name"),
    FaultKind.RESULT_GLUED: gettext_lazy("Result with other words glued in"),
    FaultKind.RESULT_MISSING: gettext_lazy("No result named"),
    FaultKind.STEPS_MISSING: gettext_lazy("No steps described"),
}
# What a citizen should know before relying on the page; the rest is the data officer's business.
_TOLD_TO_CITIZENS = (
    FaultKind.TIME_FEE_RUN_TOGETHER,
    FaultKind.FEE_SUSPICIOUS,
    FaultKind.FEE_CUT,
    FaultKind.NOTE_CUT,
    FaultKind.NOTE_GLUED,
    FaultKind.COMPONENT_UNPARSED,
    FaultKind.RESULT_MISSING,
)
_FEE_KINDS = {
    FeeKind.PHI: gettext_lazy("Service fee"),
    FeeKind.LE_PHI: gettext_lazy("State charge"),
    FeeKind.UNKNOWN: gettext_lazy("Fee"),
}


@dataclass(frozen=True, slots=True)
class FeeWords:
    amount: str
    note: str


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """One way to file, in words; `channels` names all that say the same."""

    channels: str
    limit: str
    is_limit_known: bool
    fees: tuple[FeeWords, ...]
    fee_missing: str
    is_fee_choice: bool
    note: str
    province_source: str
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class PaperGroup:
    title: str
    is_case: bool
    papers: tuple[ComponentView, ...]


def limit_words(channel: ChannelView) -> str:
    """Return the time limit as people say it, or why there is none."""
    if channel.limit is not None:
        return channel.limit.in_english() if get_language() == "en" else str(channel.limit)
    if not channel.limit_raw:
        return gettext("The source states no time; the office gives the date at receipt.")
    if channel.limit_raw.isdigit():
        return gettext("The source says “%(raw)s” without a unit; the office gives the date at receipt.") % {
            "raw": channel.limit_raw
        }
    return channel.limit_raw


def fee_words(line: FeeLine) -> FeeWords:
    """Return one fee line: the amount as entered, never "free"."""
    language = "en" if get_language() == "en" else "vi"
    kind = str(_FEE_KINDS[line.kind])
    if line.amount_vnd is not None:
        return FeeWords(f"{kind}: {vnd(line.amount_vnd, language)}", line.note)
    if line.amount_text:
        return FeeWords(f"{kind}: {line.amount_text} {line.currency}", line.note)
    return FeeWords(gettext("%(kind)s: no usable amount in the source") % {"kind": kind}, line.note)


def channel_words(view: ProcedureView) -> list[ChannelWords]:
    """Return the ways to file; ways that say the same stand together."""
    grouped: dict[tuple[object, ...], list[ChannelView]] = {}
    for one in view.channels:
        key = (one.limit, one.limit_raw, one.fee_text, one.fees, one.is_assumed)
        grouped.setdefault(key, []).append(one)
    return [_channel(rows) for rows in grouped.values()]


def _channel(rows: Sequence[ChannelView]) -> ChannelWords:
    first = rows[0]
    missing = "" if first.fees else gettext("The source has no amount entered; ask where you file.")
    names = dict.fromkeys(str(CHANNELS[one.channel]) for one in rows)
    return ChannelWords(
        channels=", ".join(names),
        limit=limit_words(first),
        is_limit_known=first.limit is not None,
        fees=tuple(fee_words(line) for line in first.fees),
        fee_missing=missing,
        is_fee_choice=first.is_fee_choice,
        note="\n".join(dict.fromkeys(one.note for one in rows if one.note)),
        province_source=first.province_source
        if first.limit_origin is Origin.PROVINCE or any(line.origin is Origin.PROVINCE for line in first.fees)
        else "",
        is_assumed=first.is_assumed,
    )


def paper_groups(view: ProcedureView) -> list[PaperGroup]:
    """Return the papers as check-lists: what everyone brings, what is shown, then what each case asks."""
    groups: dict[tuple[str, bool], list[ComponentView]] = {}
    for one in view.components:
        if not one.is_note:
            key = (_group_title(one.case, one.case_kind), one.case_kind is CaseKind.CASE)
            groups.setdefault(key, []).append(one)
    return [PaperGroup(title, is_case, tuple(papers)) for (title, is_case), papers in groups.items()]


def _group_title(case: str, kind: CaseKind) -> str:
    if case:
        return case.strip("*-+ :.")
    return gettext("Papers to show") if kind is CaseKind.PRESENT else gettext("Papers to submit")


def told_faults(faults: Sequence[FaultView]) -> list[str]:
    """Return what is wrong with the source in sentences for a citizen, each once."""
    found = {one.kind for one in faults}
    return [str(FAULTS[kind]) for kind in _TOLD_TO_CITIZENS if kind in found]
