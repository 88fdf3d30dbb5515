"""Is this paper real? Open to everybody; uploads are looked at and forgotten."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinh.documents import api
from dinh.documents.policies.content.refusals import REASONS
from dinh.documents.registry.house import house
from dinh.documents.web.forms import CodeForm, PdfForm
from dinh.kernel.access import access
from dinh.kernel.errors import NotFound
from dinh.kernel.text import datetime_vi

TONES = {
    api.Verdict.VALID: "good",
    api.Verdict.VALID_THEN_CHANGED: "warning",
    api.Verdict.UNTRUSTED: "warning",
    api.Verdict.UNSIGNED: "info",
    api.Verdict.BROKEN: "breach",
    api.Verdict.UNREADABLE: "breach",
}


@access("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "pdf" in request.FILES:
        return _checked(request)
    asked = request.POST.get("code") or request.GET.get("ma", "")
    code_form, pdf_form = CodeForm({"code": asked} if asked or request.method == "POST" else None), PdfForm()
    if code_form.is_bound and code_form.is_valid():
        try:
            return redirect("documents:paper", code=api.paper_by_code(code=code_form.cleaned_data["code"]).verify_code)
        except NotFound as refusal:
            code_form.add_error("code", f"{refusal.message} {refusal.hint}")
    status = 422 if code_form.errors else 200
    return render(request, "documents/verify.html", {"code_form": code_form, "pdf_form": pdf_form}, status=status)


def _checked(request: HttpRequest) -> HttpResponse:
    form = PdfForm(request.POST, request.FILES)
    context: dict[str, Any] = {"code_form": CodeForm(), "pdf_form": form}
    data = _content(form)
    if data is None:
        return render(request, "documents/verify.html", context, status=422)
    found = api.verify_pdf(data=data)
    context["answer"] = answer(found)
    codes = api.codes_of_content(sha256=found.sha256)
    context["paper_href"] = reverse("documents:paper", args=codes) if codes else ""
    return render(request, "documents/verify.html", context)


def _content(form: PdfForm) -> bytes | None:
    if not form.is_valid():
        return None
    upload = form.cleaned_data["pdf"]
    if (upload.size or 0) > house().max_bytes:
        message, hint = REASONS["FL02"]
        form.add_error("pdf", f"{message} {hint} (FL02)")
        return None
    return bytes(upload.read())


@access("public")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was issued under a code, without the content: whoever has the paper can compare it."""
    found = api.paper_by_code(code=code)
    if found.verify_code != code:
        return redirect("documents:paper", code=found.verify_code)
    form = PdfForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "paper": found,
        "form": form,
        "standing": standing(found),
        "rows": _rows(found),
        "answer": answer(api.verification_of(code=code)),
    }
    data = _content(form) if request.method == "POST" else None
    if data is not None:
        context["comparison"] = _comparison(api.compare_with_paper(code=code, data=data))
    return render(request, "documents/paper.html", context, status=422 if form.errors else 200)


def _is_vi() -> bool:
    return get_language() != "en"


def answer(found: api.Verification) -> dict[str, Any]:
    """Return a verification as the templates show it."""
    return {
        "tone": TONES[found.verdict],
        "sentence": found.sentence_vi if _is_vi() else found.sentence_en,
        "lines": found.change_lines_vi if _is_vi() else found.change_lines_en,
        "sha256": found.sha256,
        "signatures": [_signature(one) for one in found.signatures],
    }


def _signature(one: api.SignatureReport) -> dict[str, Any]:
    rows = [
        {"key": _("Signer"), "value": one.signer},
        {"key": _("Organization"), "value": one.organization},
        {"key": _("Signed at"), "value": datetime_vi(one.signed_at) if one.signed_at else _("unknown")},
        {"key": _("Timestamp"), "value": _("sound") if one.timestamp_ok else _("none or not sound")},
        {"key": _("Content as signed"), "value": _("yes") if one.intact else _("no, it was changed")},
        {"key": _("Certificate when signing"), "value": _certificate(one)},
        {"key": _("Covers the whole file"), "value": _("yes") if one.covers_whole_file else _("no, something follows")},
    ]
    return {"title": one.signer, "is_good": one.is_good, "rows": rows}


def _certificate(one: api.SignatureReport) -> str:
    if not one.trusted:
        return _("not from an authority we know")
    if not one.valid_at_signing:
        return _("was not valid")
    return _("was valid; revoked later") if one.revoked_later else _("was valid")


def standing(found: api.PaperView) -> dict[str, str]:
    """Return whether the paper still counts, as a notice."""
    if found.standing is api.Standing.IN_FORCE:
        return {"kind": "good", "title": _("This paper was issued by us and is in force."), "text": ""}
    ended = datetime_vi(found.ended_at) if found.ended_at else ""
    if found.standing is api.Standing.REPLACED:
        title = _("This paper was replaced on %(day)s.") % {"day": ended}
    else:
        title = _("This paper was revoked on %(day)s.") % {"day": ended}
    text = _("Reason: %(reason)s Every print of it lost its force at the same moment.")
    return {"kind": "breach", "title": title, "text": text % {"reason": found.ended_reason}}


def _rows(found: api.PaperView) -> list[dict[str, str]]:
    rows = [
        {"key": _("Paper"), "value": found.title},
        {"key": _("Number"), "value": found.number},
        {"key": _("Issued by"), "value": found.agency_name},
        {"key": _("Issued at"), "value": datetime_vi(found.issued_at)},
        {"key": _("Issued to"), "value": found.owner_masked},
        {"key": _("Digest (SHA-256)"), "value": found.sha256},
    ]
    return [row for row in rows if row["value"]]


def _comparison(found: api.Comparison) -> dict[str, Any]:
    if found.is_same:
        return {"kind": "good", "title": _("The file you sent is exactly the paper we issued."), "lines": ()}
    if found.is_earlier_version:
        title = _("The file you sent is an earlier version of this paper, before the last signature.")
        return {"kind": "info", "title": title, "lines": ()}
    lines = found.lines_vi if _is_vi() else found.lines_en
    if not lines:
        verdict = found.verification
        lines = (verdict.sentence_vi if _is_vi() else verdict.sentence_en,)
    return {"kind": "breach", "title": _("The file you sent is not the paper we issued."), "lines": lines}
