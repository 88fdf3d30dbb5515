"""What each kind of entry says to a person. Kinds are names for programs; nobody reads a page of them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REFUSED = ".refused"
WORDS: Mapping[str, str | Promise] = {
    "directory.account.opened": _("Account opened"),
    "directory.account.signed_in": _("Signed in"),
    "directory.agencies.loaded": _("List of agencies loaded"),
    "directory.consent.given": _("Consent given"),
    "directory.consent.withdrawn": _("Consent withdrawn"),
    "directory.mandate.ended": _("Delegation ended"),
    "directory.mandate.given": _("Delegation given"),
    "directory.map.loaded": _("Map of units loaded"),
    "directory.people.imported": _("People taken over"),
    "directory.person.corrected": _("Particulars of a person corrected"),
    "directory.person.registered": _("Person written down"),
    "directory.post.ended": _("Post ended"),
    "directory.post.granted": _("Post given"),
    "directory.session.ended": _("Signed out"),
    "documents.file.digitised": _("Paper digitised and signed"),
    "documents.file.signed": _("File signed"),
    "documents.file.stored": _("File stored"),
    "documents.paper.issued": _("Paper issued"),
    "documents.paper.revoked": _("Paper revoked"),
    "documents.paper.signed": _("Paper signed"),
    "documents.store.deposited": _("Paper put into the citizen's store"),
    "documents.store.offer_changed": _("Citizen changed whether a paper is offered again"),
    "documents.store.reused": _("Paper of the store used again"),
    "documents.store.revoked": _("Paper of the store no longer in force"),
    "dossiers.dossier.assigned": _("Assigned to an officer"),
    "dossiers.dossier.component_digitised": _("Paper of the dossier digitised"),
    "dossiers.dossier.component_reused": _("Paper of the dossier taken from the store"),
    "dossiers.dossier.decided": _("Decided"),
    "dossiers.dossier.due_recomputed": _("Appointment counted anew"),
    "dossiers.dossier.extended": _("Appointment moved"),
    "dossiers.dossier.handed_over": _("Result handed over"),
    "dossiers.dossier.obligation_met": _("Financial duty fulfilled"),
    "dossiers.dossier.obligation_requested": _("Financial duty announced"),
    "dossiers.dossier.processing_started": _("Work began"),
    "dossiers.dossier.proposed": _("Proposed for decision"),
    "dossiers.dossier.received": _("Officially received"),
    "dossiers.dossier.result_annulled": _("Result annulled"),
    "dossiers.dossier.result_corrected": _("Result corrected"),
    "dossiers.dossier.result_signed": _("Result signed"),
    "dossiers.dossier.stopped": _("Stopped"),
    "dossiers.dossier.supplement_provided": _("Papers added"),
    "dossiers.dossier.supplement_requested": _("More papers asked for"),
    "dossiers.dossier.withdrawn": _("Dossier taken back by the citizen"),
    "dossiers.submission.declined": _("Not received, with the reason"),
    "dossiers.submission.filed": _("Filed"),
    "dossiers.submission.withdrawn": _("Taken back before it was received"),
    "forms.version.published": _("Form put into force"),
    "forms.version.retired": _("Form no longer offered"),
    "ledger.attempt.refused": _("Attempt refused"),
    "ledger.delivery.replayed": _("Waiting entries delivered again"),
    "ledger.delivery.skipped": _("Delivery of old entries skipped"),
    "notices.message.delivered": _("Message arrived"),
    "notices.message.failed": _("Message could not be sent"),
    "notices.message.sent": _("Message sent"),
    "notices.notice.told": _("Citizen told"),
    "notices.preference.changed": _("Citizen changed how to be told"),
    "payments.day.reconciled": _("Day compared with the bank"),
    "payments.difference.resolved": _("Difference with the bank explained"),
    "payments.money.returned": _("Unmatched money given back"),
    "payments.money.unmatched": _("Money that fits no order"),
    "payments.order.begun": _("Payment begun"),
    "payments.order.cancelled": _("Payment cancelled"),
    "payments.order.expired": _("Time to pay ran out"),
    "payments.order.opened": _("Payment asked for"),
    "payments.order.refunded": _("Payment refunded"),
    "payments.order.settled": _("Paid"),
    "payments.receipt.issued": _("Receipt issued"),
    "procedures.catalogue.imported": _("Catalogue of procedures taken over"),
    "processes.draft.dropped": _("Draft of a process dropped"),
    "processes.draft.saved": _("Draft of a process saved"),
    "processes.run.cancelled": _("Process of the case ended early"),
    "processes.run.started": _("Case set on its process"),
    "processes.step.closed": _("Step of the process done"),
    "processes.table.dropped": _("Draft of a decision table dropped"),
    "processes.table.published": _("Decision table put into force"),
    "processes.table.retired": _("Decision table no longer used"),
    "processes.table.saved": _("Draft of a decision table saved"),
    "processes.version.published": _("Process put into force"),
}


def words_of(kind: str) -> str:
    """Return the sentence of a kind in the language of the reader; a kind without words is returned as it is."""
    said = WORDS.get(kind)
    if said is None and kind.endswith(REFUSED):
        return gettext("Refused attempt: %(what)s") % {"what": words_of(kind.removesuffix(REFUSED))}
    return str(said) if said is not None else kind
