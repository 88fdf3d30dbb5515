"""Which values a table is asked with: what was answered, what the form says, what the house knows itself."""

import re
from collections.abc import Mapping
from datetime import date

from dinh.dossiers.types.deciding import CaseFacts
from dinh.kernel.errors import Invalid
from dinh.kernel.text import fold
from dinh.processes.api import CHANNELS, Column, read_input

__all__ = ["PREFIX", "inputs_of", "is_asked", "question_key", "typed"]

PREFIX = "q_"
_LONGEST = 38
# What the house knows of every case: nobody is asked for it.
_CHANNEL, _CASE, _HOURS, _DAYS = "kenh", "truong_hop", "thoi_han_gio", frozenset({"ngay_nop", "ngay_tiep_nhan"})


def question_key(name: str) -> str:
    """Return under which name a draft keeps the answer to a column."""
    return PREFIX + re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:_LONGEST]


def is_asked(column: Column, facts: CaseFacts) -> bool:
    """Tell whether a person must answer: the house does not know it, and the form has not said it."""
    if column.name == _CHANNEL or column.name in _DAYS:
        return False
    return typed(column, facts.answers.get(column.name)) is None


def typed(column: Column, given: object) -> object | None:
    """Return what was given as a value of the column, None where it is none."""
    if given is None or given == "" or isinstance(given, dict | list | tuple):
        return None
    try:
        return read_input(column=column, given=given)
    except Invalid:
        return None


def inputs_of(columns: tuple[Column, ...], facts: CaseFacts, on: date, hours: int | None = None) -> dict[str, object]:
    """Return the inputs that are known; what was answered to a question goes before the form and before the house."""
    known: Mapping[str, object] = {
        _CHANNEL: CHANNELS.get(facts.channel, ""),
        _CASE: facts.case,
        _HOURS: hours,
        **dict.fromkeys(_DAYS, on),
    }
    found: dict[str, object] = {}
    for column in columns:
        said = (facts.content.get(question_key(column.name)), facts.answers.get(column.name), known.get(column.name))
        value = next((one for one in (typed(column, given) for given in said) if one is not None), None)
        if value is not None:
            found[column.name] = value
    return found
