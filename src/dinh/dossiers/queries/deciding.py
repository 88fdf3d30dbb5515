"""Asking the decision tables about a case: its questions, its papers, its fee; and reading what was decided."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dinh.dossiers.models import Submission
from dinh.dossiers.policies.deciding import inputs_of, is_asked, question_key, typed
from dinh.dossiers.registry import references
from dinh.dossiers.types import SubmissionState, SubmissionView
from dinh.dossiers.types.deciding import CaseFacts, DecidedView, PaperChoice, QuestionView
from dinh.kernel.clock import local
from dinh.kernel.errors import Invalid
from dinh.payments import api as payments
from dinh.processes import api as processes

__all__ = ["case_facts", "decided_of", "facts_of", "kept_as", "papers_of", "questions_for", "questions_of", "quote_for"]

_P = processes.TablePurpose
_ASKING = (_P.PAPERS, _P.FEE)


def facts_of(row: Submission) -> CaseFacts:
    return CaseFacts(row.procedure_code, row.version_id, row.case_name, row.channel, row.content, row.answers)


def case_facts(view: SubmissionView) -> CaseFacts:
    """Return what tables are asked with, from a submission somebody has read already."""
    return CaseFacts(view.procedure_code, view.version_id, view.case_name, view.channel, view.content, view.answers)


def quote_for(facts: CaseFacts, *, on: date, unit_id: int) -> payments.Quote:
    """Return what is due for a case that day: by the table of fees of its procedure, else by the catalogue."""
    table = references.tables_of(facts.procedure_code, on).get(_P.FEE)
    inputs = inputs_of(table.table.inputs, facts, on) if table else {}
    return references.quote(
        version_id=facts.version_id,
        case=facts.case,
        channel=facts.channel,
        on=on,
        unit_id=unit_id,
        table=table,
        inputs=inputs,
    )


def questions_for(facts: CaseFacts, on: date) -> tuple[QuestionView, ...]:
    """Return what must be asked so that the tables of fees and papers can decide; each thing once."""
    tables = references.tables_of(facts.procedure_code, on)
    found: dict[str, QuestionView] = {}
    for table in (tables[purpose] for purpose in _ASKING if purpose in tables):
        for column in table.table.inputs:
            if is_asked(column, facts):
                found.setdefault(column.name, _question(column, facts))
    return tuple(found.values())


def _question(column: processes.Column, facts: CaseFacts) -> QuestionView:
    key = question_key(column.name)
    answer = str(facts.content.get(key) or "")
    fault = _("This answer does not fit the question any more.") if answer and typed(column, answer) is None else ""
    return QuestionView(key, column.name, column.label, column.type.value, column.values, answer, fault)


def questions_of(row: Submission, at: datetime) -> tuple[QuestionView, ...]:
    return questions_for(facts_of(row), local(at).date())


def papers_of(row: Submission, at: datetime | None) -> PaperChoice | None:
    """Return the papers a table asks for; None where the catalogue's list holds.

    A draft is decided by the table of the day, a case that was sent by the version it was sent under.
    """
    kept = _kept(row, _P.PAPERS)
    if kept is not None:
        return _choice(references.table(kept["table_id"]), kept["inputs"])
    if row.state != SubmissionState.DRAFT or at is None:
        return None
    return chosen_papers(facts_of(row), local(at).date())


def chosen_papers(facts: CaseFacts, on: date) -> PaperChoice | None:
    """Return the papers the table of the day asks for; None where no table does, or one that lacks an answer."""
    table = references.tables_of(facts.procedure_code, on).get(_P.PAPERS)
    return _choice(table, inputs_of(table.table.inputs, facts, on)) if table else None


def _choice(table: processes.TableView, inputs: Mapping[str, object]) -> PaperChoice | None:
    decision = _decide(table, inputs)
    if not decision.is_answered:
        return None
    numbers = _listed(decision.outputs.get(processes.Answer.COMPONENT))
    names = _listed(decision.outputs.get("giay_to"))
    why: dict[int, str] = {}
    for place, number in enumerate(numbers):
        if isinstance(number, int) and number:
            why.setdefault(number, decision.why[place] if place < len(decision.why) else "")
    others = tuple(str(name) for name, number in zip(names, numbers, strict=False) if number == 0)
    return PaperChoice(why, others)


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _decide(table: processes.TableView, inputs: Mapping[str, object]) -> processes.Decision:
    try:
        return processes.decide_by(table_id=table.table_id, inputs=inputs)
    except Invalid as missing:
        return processes.Decision({}, (), (str(missing.message),), is_answered=False, table_id=table.table_id)


def _kept(row: Submission, purpose: processes.TablePurpose) -> dict[str, Any] | None:
    return next((one for one in row.decisions if one["purpose"] == purpose), None)


def kept_as(purpose: str, table: processes.TableView, rules: tuple[int, ...], inputs: Mapping[str, object]) -> Any:
    """Return a decision as the case keeps it: the version, its rules and what it was asked, in plain JSON."""
    plain = {name: value if isinstance(value, bool | int | str) else str(value) for name, value in inputs.items()}
    return {
        "purpose": purpose,
        "table_id": table.table_id,
        "code": table.code,
        "number": table.number,
        "rules": list(rules),
        "inputs": plain,
    }


def decided_of(row: Submission) -> tuple[DecidedView, ...]:
    """Explain what was decided for a case, in the reader's language, by the versions it keeps."""
    return tuple(_decided(one) for one in row.decisions)


def _decided(kept: Mapping[str, Any]) -> DecidedView:
    table = references.table(kept["table_id"])
    decision = _decide(table, kept["inputs"])
    return DecidedView(
        purpose=kept["purpose"],
        table_id=table.table_id,
        code=table.code,
        number=table.number,
        name=table.name,
        rules=decision.hits,
        why=decision.why,
        is_answered=decision.is_answered,
    )
