"""Second signatures on pages: the filer invites, the other person reads exactly what was frozen and answers."""

import re
from typing import Any

from django import forms as fields
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from dinh.dossiers import api
from dinh.dossiers.web import answering
from dinh.dossiers.web.steps import Page
from dinh.dossiers.web.walking import back_url, go_on, walk_of
from dinh.forms import api as forms
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Conflict, Invalid, NotFound

_PHONE = re.compile(r"0[0-9]{9,10}")
_STATES = {
    forms.CosignState.INVITED: (gettext_lazy("Waiting for the signature"), "warning"),
    forms.CosignState.AGREED: (gettext_lazy("Signed"), "good"),
    forms.CosignState.REFUSED: (gettext_lazy("Refused to sign"), "breach"),
    forms.CosignState.VOID: (gettext_lazy("No longer valid: the answers have changed"), "warning"),
    forms.CosignState.EXPIRED: (gettext_lazy("The time to sign is over"), "warning"),
}


class SignerForm(fields.Form):
    signer_name = fields.CharField(label=gettext_lazy("Full name of the person who signs"), max_length=200)
    signer_number = fields.CharField(
        label=gettext_lazy("Their personal identification number"),
        help_text=gettext_lazy("12 digits. They enter it together with the code, so that nobody else can sign."),
        max_length=20,
        widget=fields.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = fields.CharField(
        label=gettext_lazy("Their telephone"),
        help_text=gettext_lazy("We send the invitation there. Without it you hand on the code yourself."),
        required=False,
        max_length=20,
        widget=fields.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = fields.EmailField(
        label=gettext_lazy("Their e-mail"),
        required=False,
        max_length=254,
        widget=fields.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"])
        digits = "".join(sign for sign in typed if sign not in " .-()")
        if digits and not _PHONE.fullmatch(digits):
            raise fields.ValidationError(_("This telephone number is not right: it has 10 digits and begins with 0."))
        return digits


class NumberForm(fields.Form):
    number = fields.CharField(
        label=gettext_lazy("Your personal identification number"),
        help_text=gettext_lazy("12 digits on the identity card"),
        max_length=20,
        widget=fields.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OpenForm(NumberForm):
    code = fields.CharField(
        label=gettext_lazy("Invitation code"),
        max_length=40,
        widget=fields.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("code", "number")


class AnswerForm(NumberForm):
    # Empty for whoever signed in.
    code = fields.CharField(required=False, max_length=40, widget=fields.HiddenInput)
    digest = fields.CharField(max_length=64, widget=fields.HiddenInput)
    reason = fields.CharField(
        label=gettext_lazy("If you do not sign: why?"),
        required=False,
        max_length=500,
        widget=fields.Textarea(attrs={"rows": 2}),
    )


def invite_page(request: HttpRequest, view: api.SubmissionView, page: Page) -> HttpResponse:
    """Show where each second signature stands, and invite."""
    do = request.POST.get("do", "")
    if request.method == "POST" and not do:
        return go_on(request, view, page)
    made, wrong, form = None, "", SignerForm(request.POST if do else None)
    if do and form.is_valid():
        try:
            made = api.ask_cosigner(
                by=actor_of(request), at=clock.now(), submission_id=view.submission_id, name=do, **form.cleaned_data
            )
        except Invalid as refused:
            _tell(form, refused)
    wrong = do if form.errors else ""
    found = forms.cosigns_of(subject_id=view.submission_id, at=clock.now())
    asked = forms.cosigners(form_id=view.form_id, answers=view.answers)
    shown = {
        "walk": walk_of(page),
        "view": view,
        "signers": [_signer(one, found.get(one.name), form if wrong == one.name else _blank(one)) for one in asked],
        "made": made,
        "wrong": form if wrong else None,
        "cosign_url": request.build_absolute_uri(reverse("dossiers:cosign")),
        "back": back_url(view, page),
    }
    return render(request, "dossiers/cosigners.html", shown, status=422 if wrong else 200)


def _blank(asked: forms.CosignAsked) -> SignerForm:
    """Fill in what the form says of this person already."""
    return SignerForm(
        initial={
            "signer_name": asked.signer_name,
            "signer_number": asked.signer_number,
            "phone": asked.signer_phone,
            "email": asked.signer_email,
        }
    )


def _tell(form: fields.Form, refused: Invalid) -> None:
    for name, sentence in refused.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not refused.fields:
        form.add_error(None, str(refused.message))


def _signer(asked: forms.CosignAsked, view: forms.CosignView | None, form: SignerForm) -> dict[str, Any]:
    words, tone = _STATES[view.state] if view else (_("Not invited yet"), "warning")
    form.auto_id = f"id_{asked.name}_%s"
    # Who waits for an answer needs the boxes only for another invitation.
    is_asked = view is not None and view.state is forms.CosignState.INVITED
    return {
        "asked": asked,
        "view": view,
        "words": words,
        "tone": tone,
        "form": form,
        "may_invite": _may_invite(view),
        "is_asked": is_asked,
    }


def _may_invite(view: forms.CosignView | None) -> bool:
    return view is None or view.state is not forms.CosignState.AGREED


@never_cache
@access("public")
def cosign(request: HttpRequest) -> HttpResponse:
    """Ask for code and number, show what is to be signed, take the answer. Neither stands in the address."""
    return _sign(request, OpenForm, "")


@never_cache
@access("citizen")
def cosign_own(request: HttpRequest, cosign_id: str) -> HttpResponse:
    """Come from a notice: who is signed in as the person invited says their number, reads and answers."""
    return _sign(request, NumberForm, cosign_id)


def _sign(request: HttpRequest, asks: type[NumberForm], cosign_id: str) -> HttpResponse:
    do = request.POST.get("do", "")
    if request.method != "POST":
        return _show(request, asks())
    form = AnswerForm(request.POST) if do in {"agree", "refuse"} else asks(request.POST)
    if not form.is_valid():
        return _show(request, asks(request.POST), status=422)
    opened = {"number": form.cleaned_data["number"], "code": form.cleaned_data.get("code", "")}
    try:
        paper = api.cosign_paper(by=actor_of(request), at=clock.now(), cosign_id=cosign_id, **opened)
        if isinstance(form, AnswerForm):
            return _answer(request, form, paper, cosign_id, is_agreed=do == "agree")
    except (NotFound, Conflict) as refused:
        again = asks(request.POST)
        again.add_error(None, f"{refused.message} {refused.hint}".strip())
        return _show(request, again, status=refused.status)
    return _show(request, AnswerForm(initial={**opened, "digest": paper.view.digest}), paper)


def _answer(
    request: HttpRequest, form: AnswerForm, paper: api.CosignPaper, cosign_id: str, *, is_agreed: bool
) -> HttpResponse:
    try:
        view = forms.answer_cosign(
            by=actor_of(request), at=clock.now(), cosign_id=cosign_id, is_agreed=is_agreed, **form.cleaned_data
        )
    except Invalid as refused:
        _tell(form, refused)
        return _show(request, form, paper, status=422)
    if is_agreed:
        messages.success(request, _("You have signed. Thank you."))
    else:
        messages.info(request, _("You have not signed. The person who invited you reads your reason."))
    return _show(request, form, api.CosignPaper(view, paper.procedure_name, paper.applicant_name))


def _show(
    request: HttpRequest, form: fields.Form, paper: api.CosignPaper | None = None, *, status: int = 200
) -> HttpResponse:
    view = paper.view if paper else None
    by = actor_of(request)
    shown = {
        "form": form,
        "paper": paper,
        "asked": () if paper or isinstance(form, AnswerForm) else api.cosigns_asked(by=by, at=clock.now()),
        "has_code": "code" in form.fields,
        "is_citizen": by.is_citizen,
        "parts": answering.answered(view.form_id, view.answers) if view else (),
        "is_open": view is not None and view.state is forms.CosignState.INVITED,
        "state": _STATES[view.state] if view else None,
    }
    return render(request, "dossiers/cosign.html", shown, status=status)
