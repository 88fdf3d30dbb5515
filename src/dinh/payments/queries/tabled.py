"""What is due by a decision table: one line for each rule that holds, with the rule it rests on."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from dinh.kernel.errors import Invalid
from dinh.payments import registry
from dinh.payments.policies.discounts import Circumstances, quote_of
from dinh.payments.types import Fee, FeeDecision, FeeKind, Quote
from dinh.processes import api as processes

__all__ = ["tabled"]

_A = processes.Answer
_KINDS = {"phí": FeeKind.PHI, "lệ phí": FeeKind.LE_PHI}


def tabled(table: processes.TableView, inputs: Mapping[str, object], about: Circumstances) -> Quote:
    """Return what the table says is due; not known where it has no answer, with the reason in words."""
    said = FeeDecision(table.table_id, table.code, table.number, table.name, (), (), dict(inputs), is_answered=False)
    try:
        decision = processes.decide_by(table_id=table.table_id, inputs=inputs)
        fees = _fees(table, decision, inputs) if decision.is_answered else ()
    except Invalid as missing:
        return _unknown(replace(said, why=(str(missing.message),)), about)
    said = replace(said, rules=decision.hits, why=decision.why)
    if not fees:
        return _unknown(said, about)
    made = quote_of(fees, registry.discounts(), about, is_known=True)
    return replace(made, decision=replace(said, is_answered=True))


def _unknown(said: FeeDecision, about: Circumstances) -> Quote:
    made = quote_of((), (), about, is_known=False, note=" ".join(said.why))
    return replace(made, decision=said)


def _fees(table: processes.TableView, decision: processes.Decision, inputs: Mapping[str, object]) -> tuple[Fee, ...]:
    """One fee for each hit; a table of one answer has one."""
    amounts = _listed(decision.outputs.get(_A.AMOUNT))
    fees = []
    for place, amount in enumerate(amounts):
        if not isinstance(amount, int) or amount < 0:
            return ()
        times = _times(_at(decision, _A.TIMES, place), inputs)
        fees.append(
            Fee(
                kind=_KINDS.get(str(_at(decision, _A.KIND, place)), FeeKind.UNKNOWN),
                name=str(_at(decision, _A.ITEM, place) or table.name),
                amount_vnd=amount * times,
                basis=_basis(table, decision, place),
            )
        )
    return tuple(fees)


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _at(decision: processes.Decision, name: str, place: int) -> object:
    values = _listed(decision.outputs.get(name))
    return values[place] if place < len(values) else ""


def _times(name: object, inputs: Mapping[str, object]) -> int:
    """How often an amount is due: a fee for each person is multiplied by what was answered to that question."""
    if not name:
        return 1
    said = inputs.get(str(name))
    number = int(said) if isinstance(said, str) and said.isdecimal() else said
    if not isinstance(number, int) or number < 1:
        raise Invalid("PA44", _("The fee is due several times, but “%(name)s” is not answered.") % {"name": name})
    return number


def _basis(table: processes.TableView, decision: processes.Decision, place: int) -> str:
    """What the payer reads beside the line: words of the house for the law, so not translated."""
    several = len(decision.hits) > 1 and len(decision.hits) == len(decision.rests_on)
    rules = decision.hits[place : place + 1] if several else decision.hits
    rests = decision.rests_on[place : place + 1] if several else decision.rests_on
    said = f"Bảng “{table.name}”, phiên bản {table.number}, dòng {', '.join(map(str, rules))}"
    grounds = "; ".join(dict.fromkeys(one for one in rests if one))
    return f"{said}: {grounds}" if grounds else said
