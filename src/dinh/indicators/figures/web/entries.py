"""The entries behind one dossier: the last step from a figure down to the acts it was counted from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.indicators.figures.web import shown
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import NotFound
from dinh.ledger import api as ledger

MOST = 100
PROVEN = 20


@access("official")
def entries(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Show the acts recorded about one dossier, each with its proof."""
    by, today = actor_of(request), clock.now().date()
    province = directory.unit_by_code(code=settings.DINH_PROVINCE, level=directory.Level.PROVINCE, on=today)
    directory.check_may(by=by, action=directory.Action.INDICATOR_EXPLAIN, unit_id=province.unit_id, on=today)
    found = ledger.entries_of(dossier_id, limit=MOST)
    if not found or not dossier_id.startswith("dos_"):
        raise NotFound("CT04", _("The ledger knows no such dossier."), _("Open it from the list behind a figure."))
    is_at_desk = by.has_role(*directory.roles_for(directory.Action.DOSSIER_READ))
    proofs = [_proof(one) for one in found[:PROVEN]]
    context: dict[str, Any] = {
        "holds": bool(proofs) and all(one.holds for one in proofs if one is not None),
        "head": next((one.head for one in reversed(proofs) if one is not None and one.head), None),
        "proven": sum(one is not None for one in proofs),
        "code": next((one.said.event.code for one in found if hasattr(one.said.event, "code")), dossier_id),
        "rows": [_row(one) for one in found],
        "dossier_url": reverse("dossiers:desk_dossier", args=[dossier_id]) if is_at_desk else "",
    }
    return render(request, "figures/entries.html", context)


def _row(one: ledger.EntryView) -> dict[str, Any]:
    return {
        "kind": ledger.words_of(one.kind),
        "at": one.said.occurred_at,
        "position": _("waits to be sealed") if one.position is None else shown.number(one.position),
        "href": reverse("ledger:entry", args=[one.entry_id]),
        "proof": reverse("ledger:proof", args=[one.entry_id]) if one.position is not None else "",
    }


def _proof(one: ledger.EntryView) -> ledger.Checked | None:
    """Prove one entry in the newest signed head and check that with the public keys; None while it is not sealed."""
    if one.position is None:
        return None
    return ledger.check(ledger.prove(one.entry_id), ledger.export_key())
