"""Before a filing begins: what it needs, who it is for, and the way back to a draft."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.forms import WhomForm
from dinh.dossiers.web.places import Choice
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.actor import Actor
from dinh.procedures import api as procedures

_FIRST = "noi-giai-quyet"


@access("public")
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is needed before somebody begins: papers, time, fee, who decides."""
    national = procedures.national_code(code)
    if national != code:
        return redirect("dossiers:start", national)
    view = procedures.version_on(code=code, on=clock.now().date())
    way = view.channel(procedures.ChannelKind.ONLINE) or view.channel(procedures.ChannelKind.DESK)
    actor = actor_of(request)
    page = {
        "view": view,
        "may_file": view.online and (view.level_commune or view.level_province),
        "limit": words.limit_words(way.limit) if way else "",
        "fees": [one for one in way.fees if one.amount_vnd is not None] if way else [],
        "is_fee_choice": way.is_fee_choice if way else False,
        "papers": [one for one in view.components if not one.is_note],
        "drafts": _drafts(actor, code),
        "is_citizen": actor.is_citizen,
        "is_official": actor.is_official,
    }
    return render(request, "dossiers/start.html", page)


def _drafts(by: Actor, code: str) -> list[api.MineRow]:
    if not by.is_citizen:
        return []
    mine = api.my_dossiers(by=by)
    return [one for one in mine if one.procedure_code == code and one.state is api.SubmissionState.DRAFT]


def _people(by: Actor, code: str) -> list[Choice]:
    """Return the person and everybody who authorised them in writing for this procedure."""
    givers = [
        (one.giver_person_id, _("For %(name)s, who authorised me in writing") % {"name": one.giver_name})
        for one in directory.mandates_of(person_id=by.person_id, on=clock.now().date())
        if one.kind is directory.MandateKind.CITIZEN
        and one.receiver_person_id == by.person_id
        and (not one.procedures or code in one.procedures)
    ]
    return [(by.person_id, _("For myself: %(name)s") % {"name": by.display_name}), *dict(givers).items()]


@access("citizen")
def for_whom(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who the dossier is for, and open its draft."""
    actor = actor_of(request)
    people = _people(actor, code)
    form = WhomForm(request.POST or None, people=people, initial={"person_id": actor.person_id})
    if request.method == "POST" and form.is_valid():
        saved = api.open_draft(
            by=actor,
            at=clock.now(),
            procedure_code=code,
            channel=api.Channel.ONLINE,
            applicant_person_id=form.cleaned_data["person_id"],
        )
        return redirect("dossiers:step", code, saved.submission_id, _FIRST)
    view = procedures.version_on(code=code, on=clock.now().date())
    page = {"view": view, "form": form, "has_mandates": len(people) > 1, "max_mb": settings.DINH_UPLOAD_MAX_MB}
    return render(request, "dossiers/for_whom.html", page, status=422 if form.is_bound else 200)
