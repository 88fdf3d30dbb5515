"""All receipts of one person's dossiers of a day, to print at one go."""

import io
from datetime import datetime

import pikepdf
from django.utils.translation import gettext_lazy as _

from dinh.documents import api as documents
from dinh.dossiers import api as dossiers
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import NotFound

__all__ = ["joined_receipts"]

_MOST = 50


def joined_receipts(*, by: Actor, at: datetime, person_id: str) -> bytes:
    """Return one PDF of the receipts (form 01) of what the actor's desk received from a person that day, at most 50.

    Receipts still due are issued now. The joined file is for printing: the signatures are in each receipt of its own.
    Raises NotAllowed, NotFound DK31 (nothing received from them that day), Unavailable.
    """
    on = local(at).date()
    rows = dossiers.register(by=by, since=on, until=on, applicant_person_id=person_id, size=_MOST).rows
    if not rows:
        raise NotFound("DK31", _("This desk received no dossier from this person today."))
    kept = io.BytesIO()
    with pikepdf.new() as joined:
        for one in rows:
            paper = dossiers.ensure_receipt(by=by, at=at, dossier_id=one.dossier_id)
            with documents.open_file(by=by, file_id=paper.file_id) as stream, pikepdf.open(stream) as receipt:
                joined.pages.extend(_as_ink(receipt).pages)
        joined.save(kept)
    return kept.getvalue()


def _as_ink(receipt: pikepdf.Pdf) -> pikepdf.Pdf:
    """Turn the visible signature into part of the page: in a joined file it could only be told to be broken."""
    receipt.flatten_annotations("print")
    if "/AcroForm" in receipt.Root:
        del receipt.Root.AcroForm
    return receipt
