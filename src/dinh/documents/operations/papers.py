import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dinh.documents.events import PaperIssued, PaperRevoked
from dinh.documents.models import Paper, StoredFile
from dinh.documents.operations import signing
from dinh.documents.operations.files import put, subjects
from dinh.documents.policies import doors
from dinh.documents.policies.content import pages_of
from dinh.documents.policies.names import clean_name, mask_name
from dinh.documents.queries.views import paper_view
from dinh.documents.registry import press
from dinh.documents.registry.house import house
from dinh.documents.registry.papers import FORMS, PaperForm
from dinh.documents.types import Origin, PaperView, SignAs, Standing
from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from dinh.kernel.ids import unguessable
from dinh.ledger import api as ledger

_CODE_LENGTH = 12


def issue_paper(
    *,
    by: Actor,
    at: datetime,
    template: str,
    data: Mapping[str, Any],
    subject_id: str,
    number: str = "",
    owner_person_id: str = "",
    owner_name: str = "",
    sign: SignAs | None = None,
) -> PaperView:
    """Set a paper from its template, keep it as PDF, sign it if asked, and give it a verification code.

    `data` are the words of the template as listed in `README.md`; `owner_name` is masked for the public page. Runs
    inside the caller's transaction if there is one. Raises NotAllowed, Invalid (DC40 unknown template, DC41 missing
    words, named in `fields`) and Unavailable. Basis: 03/2025/TT-VPCP, Phụ lục I; 45/2020/NĐ-CP, Điều 18.2.
    """
    doors.check_can_issue(by)
    if sign is not None:
        sign = signing.resolve(by, at, sign)
        doors.check_can_sign(by, sign)
    form = _form(template, data)
    code = unguessable(length=_CODE_LENGTH)
    title, form_line = form.words(local(at).date())
    title = str(data.get("title", title))
    made = press.press(template, _words(data, title, form_line, number, code, at), at)
    room = [list(place) for _name, place in sorted(made.stamps.items())]
    pdf = signing.write_signature(made.pdf, sign, at, 0, room[0], title) if sign else made.pdf
    paper = Paper(
        verify_code=code,
        template=template,
        title=title,
        number=number,
        subject_id=subject_id,
        agency_id=by.agency_id,
        agency_name=str(data["agency"]),
        owner_person_id=owner_person_id,
        owner_masked=mask_name(owner_name),
        stamps=room,
        issued_at=at,
    )
    with transaction.atomic():
        row = _keep(paper, pdf, by, at)
        paper.file = paper.latest = row
        if sign is not None:
            signing.new_signature(row, row, None, sign, title, "issue", at)
            paper.signed_by, paper.signed_at = sign.name, at
        _record(paper, sign, by, at)
    return paper_view(paper)


def _keep(paper: Paper, pdf: bytes, by: Actor, at: datetime) -> StoredFile:
    stored = put(io.BytesIO(pdf))
    return StoredFile.objects.create(
        sha256=stored.sha256,
        size=stored.size,
        media_type="application/pdf",
        pages=pages_of(pdf),
        name=clean_name(f"{paper.title} {paper.number}".strip(), ".pdf"),
        purpose=f"paper:{paper.template}",
        subject_id=paper.subject_id,
        owner_person_id=paper.owner_person_id,
        agency_id=by.agency_id,
        stored_by=by.account_id,
        origin=Origin.ISSUED,
        stored_at=at,
    )


def _form(template: str, data: Mapping[str, Any]) -> PaperForm:
    form = FORMS.get(template)
    if form is None:
        raise Invalid("DC40", _("There is no such paper."))
    missing = {key: _("This is needed on the paper.") for key in form.required if not data.get(key)}
    if missing:
        raise Invalid("DC41", _("Some words of the paper are missing."), ", ".join(missing), fields=missing)
    return form


def _record(paper: Paper, sign: SignAs | None, by: Actor, at: datetime) -> None:
    recorded = ledger.record(
        event=PaperIssued(
            paper_id=paper.public_id,
            template=paper.template,
            number=paper.number,
            subject_id=paper.subject_id,
            agency_id=paper.agency_id,
            file_id=paper.latest.public_id,
            sha256=paper.latest.sha256,
            certificate=sign.certificate.value if sign else "",
            signed_by=sign.holder_id if sign else "",
        ),
        by=by,
        at=at,
        subjects=subjects(paper.subject_id, paper.public_id),
    )
    paper.entry_id = recorded.entry_id
    paper.save(force_insert=True)


def _words(
    data: Mapping[str, Any], title: str, form_line: str, number: str, code: str, at: datetime
) -> Mapping[str, Any]:
    day = local(at)
    url = house().verify_url(code)
    body = {"date_text": f"ngày {day:%d} tháng {day:%m} năm {day.year}", **data}
    return {
        "body": body,
        "house": {
            "title": title,
            "form_line": form_line,
            "agency": str(data["agency"]),
            "number": number,
            "code": code,
            "code_spaced": " ".join(code[i : i + 4] for i in range(0, len(code), 4)),
            "verify_url": url,
            "verify_show": _without_scheme(url),
            "public_url": house().public_url,
            "public_show": _without_scheme(house().public_url),
            "system_name": house().system_name,
            "is_synthetic": house().is_synthetic,
            "qr": press.qr_svg(url),
        },
    }


def _without_scheme(url: str) -> str:
    return url.partition("://")[2]


def revoke_paper(
    *,
    by: Actor,
    at: datetime,
    paper_id: str,
    reason: str,
    reason_code: str = "cancelled",
    replaced_by_paper_id: str = "",
) -> PaperView:
    """End the force of a paper, at once for every print of it, since prints point to its code.

    Revoking twice changes nothing. Raises NotFound, NotAllowed (another agency's paper), Invalid (no reason) and
    Conflict (it would replace itself). Basis: 45/2020/NĐ-CP, Điều 15.
    """
    doors.check_can_issue(by)
    if not reason:
        raise Invalid("DC42", _("Write down why the paper loses its force."))
    if replaced_by_paper_id == paper_id:
        raise Conflict("DC43", _("A paper cannot replace itself."))
    with transaction.atomic():
        row = _locked(paper_id)
        if by.is_official and row.agency_id != by.agency_id:
            raise NotAllowed("DC44", _("Only the agency that issued a paper may revoke it."))
        if row.standing != Standing.IN_FORCE:
            return paper_view(row)
        row.standing = Standing.REPLACED if replaced_by_paper_id else Standing.REVOKED
        row.replaced_by = _locked(replaced_by_paper_id) if replaced_by_paper_id else None
        row.ended_at, row.ended_reason = at, reason
        row.save(update_fields=["standing", "replaced_by", "ended_at", "ended_reason"])
        event = PaperRevoked(
            paper_id=paper_id, subject_id=row.subject_id, replaced_by=replaced_by_paper_id, reason_code=reason_code
        )
        ledger.record(event=event, by=by, at=at, subjects=subjects(row.subject_id, paper_id))
        return paper_view(row)


def _locked(paper_id: str) -> Paper:
    rows = Paper.objects.select_related("latest", "replaced_by").select_for_update(of=("self",), no_key=True)
    row = rows.filter(public_id=paper_id).first()
    if row is None:
        raise NotFound("DC13", _("This paper does not exist."))
    return row
