"""Every act an officer can do to a dossier: its address, its form, and the one function it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk import forms
from dinh.kernel import clock
from dinh.kernel.actor import Actor, Role
from dinh.kernel.errors import Words

Run = Callable[[Actor, datetime, str, Any], api.Moved]
Known = api.DossierView | api.DossierOutline
_WORKERS = frozenset({Role.SPECIALIST.value, Role.HEAD.value})


@dataclass(frozen=True, slots=True)
class Act:
    """`key` presses it on the keyboard; `done` is said afterwards."""

    doing: api.Doing
    slug: str
    form: type[forms.ActForm]
    run: Run
    done: Words
    key: str = ""
    is_final: bool = False


def _assign(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.assign(by=by, at=at, dossier_id=dossier_id, post_id=form.cleaned_data["post_id"])


def _give_back(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.give_back(by=by, at=at, dossier_id=dossier_id, reason=form.cleaned_data["reason"])


def _take_over(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.take_over(by=by, at=at, dossier_id=dossier_id, reason=form.cleaned_data["reason"])


def _delegate(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    data = form.cleaned_data
    return api.delegate(
        by=by,
        at=at,
        dossier_id=dossier_id,
        post_id=data["post_id"],
        until_on=data["until_on"],
        reason=data["reason"],
    )


def _call_back(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    del form
    return api.call_back(by=by, at=at, dossier_id=dossier_id)


def _start(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    del form
    return api.start_processing(by=by, at=at, dossier_id=dossier_id)


def _request(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    data = form.cleaned_data
    return api.request_supplement(
        by=by,
        at=at,
        dossier_id=dossier_id,
        items=form.items(),
        reason=data["reason"],
        extra_reason=data.get("extra_reason", ""),
    )


def _provide(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.provide_supplement(by=by, at=at, dossier_id=dossier_id, note=form.cleaned_data["note"])


def _oblige(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.request_obligation(
        by=by, at=at, dossier_id=dossier_id, fees=form.fees(), reason=form.cleaned_data["reason"]
    )


def _extend(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.extend(
        by=by,
        at=at,
        dossier_id=dossier_id,
        new_due_at=form.new_due_at(),
        reason=form.cleaned_data["reason"],
    )


def _finish(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    data = form.cleaned_data
    return api.finish_step(
        by=by, at=at, dossier_id=dossier_id, step_id=data["step_id"], note=data["note"], post_id=data["post_id"]
    )


def _propose(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.propose(
        by=by, at=at, dossier_id=dossier_id, outcome=form.cleaned_data["outcome"], content=form.content()
    )


def _decide(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.decide(by=by, at=at, dossier_id=dossier_id, outcome=form.cleaned_data["outcome"], content=form.content())


def _stop(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    data = form.cleaned_data
    return api.stop(by=by, at=at, dossier_id=dossier_id, reason=data["reason"], basis=data["basis"])


def _withdraw(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.withdraw(by=by, at=at, dossier_id=dossier_id, reason=form.cleaned_data["reason"])


def _hand_over(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    data = form.cleaned_data
    return api.hand_over(by=by, at=at, dossier_id=dossier_id, way=data["way"], note=data["note"])


def _correct(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.correct_result(
        by=by, at=at, dossier_id=dossier_id, content=form.content(), reason=form.cleaned_data["reason"]
    )


def _annul(by: Actor, at: datetime, dossier_id: str, form: Any) -> api.Moved:
    return api.annul_result(by=by, at=at, dossier_id=dossier_id, reason=form.cleaned_data["reason"])


_D = api.Doing
ASK = "bo-sung"
ACTS: tuple[Act, ...] = (
    Act(_D.ASSIGN, "giao-viec", forms.AssignForm, _assign, _("The officer has the dossier."), "g"),
    Act(_D.START, "bat-dau", forms.ActForm, _start, _("Work has begun."), "b"),
    Act(_D.FINISH_STEP, "xong-buoc", forms.FinishForm, _finish, _("The step is done; the next one has begun."), "t"),
    Act(_D.PROPOSE, "trinh", forms.DecisionForm, _propose, _("The decision lies before the head."), "p"),
    Act(_D.DECIDE, "quyet-dinh", forms.DecisionForm, _decide, _("Decided; the result is signed."), "s", is_final=True),
    Act(_D.HAND_OVER, "tra", forms.HandOverForm, _hand_over, _("The result was handed over."), "r", is_final=True),
    Act(_D.PROVIDE_SUPPLEMENT, "da-bo-sung", forms.NoteForm, _provide, _("The clock goes on."), "n"),
    Act(_D.REQUEST_SUPPLEMENT, ASK, forms.SupplementForm, _request, _("Asked for; the clock waits."), "y"),
    Act(_D.REQUEST_OBLIGATION, "nghia-vu", forms.ObligationForm, _oblige, _("Asked for; the clock waits."), "o"),
    Act(_D.EXTEND, "hen-lai", forms.ExtendForm, _extend, _("The apology with the new appointment was issued."), "h"),
    Act(_D.GIVE_BACK, "tra-lai", forms.InnerReasonForm, _give_back, _("The dossier was given back."), "l"),
    Act(_D.TAKE_OVER, "lay-ve", forms.InnerReasonForm, _take_over, _("You have the dossier now.")),
    Act(_D.DELEGATE, "nho", forms.DelegateForm, _delegate, _("The colleague has it; it comes back by itself."), "u"),
    Act(_D.CALL_BACK, "goi-ve", forms.ActForm, _call_back, _("The dossier came back.")),
    Act(_D.WITHDRAW, "rut", forms.ReasonForm, _withdraw, _("The dossier was taken back."), is_final=True),
    Act(_D.STOP, "dung", forms.StopForm, _stop, _("The dossier was stopped."), is_final=True),
    Act(_D.CORRECT, "dinh-chinh", forms.CorrectForm, _correct, _("The corrected result is signed."), is_final=True),
    Act(_D.ANNUL, "huy-ket-qua", forms.ReasonForm, _annul, _("The result has no force any more."), is_final=True),
)  # fmt: skip
BY_SLUG: Mapping[str, Act] = {act.slug: act for act in ACTS}
# The act an officer most likely came for, in this order.
_PRIMARY = (_D.HAND_OVER, _D.PROVIDE_SUPPLEMENT, _D.FINISH_STEP, _D.DECIDE, _D.PROPOSE, _D.START, _D.ASSIGN)
_DECIDING = frozenset({_D.PROPOSE, _D.DECIDE})
# Forms that offer the papers of the dossier, or what its step allows.
WHOLE = frozenset({_D.REQUEST_SUPPLEMENT, *_DECIDING})


def possible(by: Actor, view: api.DossierView) -> list[Act]:
    """Return what this officer can do now, the likeliest first."""
    allowed = [act for act in ACTS if act.doing in view.allowed and _makes_sense(by, act, view)]
    return sorted(allowed, key=lambda act: _rank(by, act, view))


def _makes_sense(by: Actor, act: Act, view: api.DossierView) -> bool:
    """A specialist gives work to nobody but themselves; a head decides instead of laying it before themselves."""
    if act.doing is _D.ASSIGN:
        return by.has_role(Role.HEAD) or not view.assignee_post_id
    return act.doing is not _D.PROPOSE or not by.has_role(Role.HEAD)


def _rank(by: Actor, act: Act, view: api.DossierView) -> int:
    if act.doing is _D.ASSIGN and by.has_role(Role.HEAD) and not view.assignee_post_id:
        return -1
    is_likely = act.doing in _PRIMARY and not (view.is_midway and act.doing in _DECIDING)
    return _PRIMARY.index(act.doing) if is_likely else len(_PRIMARY) + ACTS.index(act)


def label_of(by: Actor, act: Act, view: api.DossierView) -> Words:
    """Return what the button says; who may give work only to themselves takes it, and midway one can only refuse."""
    if view.is_midway and act.doing in _DECIDING:
        return _("Refuse the dossier") if act.doing is _D.DECIDE else _("Lay a refusal before the head")
    if act.doing is _D.ASSIGN and not by.has_role(Role.HEAD):
        return _("Take this dossier")
    return words.DOINGS[act.doing]


def has_primary(acts: list[Act], view: api.DossierView) -> bool:
    """Tell whether the first act is what one came for; midway nobody came to refuse."""
    return bool(acts) and acts[0].doing in _PRIMARY and not (view.is_midway and acts[0].doing in _DECIDING)


def form_of(
    by: Actor,
    act: Act,
    view: api.DossierView,
    *,
    chosen: Sequence[str] = (),
) -> forms.ActForm:
    """Return the form of an act, filled with what the dossier knows and the papers `chosen` to be asked for."""
    initial: dict[str, Any] = {}
    if act.slug == ASK:
        initial["parts"] = list(chosen)
    if act.doing is _D.FINISH_STEP and view.step:
        initial |= {"step_id": view.step.step_id, "post_id": view.assignee_post_id}
    if act.doing is _D.ASSIGN:
        initial["post_id"] = view.assignee_post_id
    if act.doing is _D.HAND_OVER:
        initial["way"] = view.delivery_way.value
    if act.doing is _D.DECIDE and view.proposal is not None:
        laid = view.proposal
        initial = {
            "outcome": laid.outcome.value,
            "summary": laid.summary,
            "articles": "\n".join(laid.articles),
            "reason": laid.reason,
        }
    return _made(by, act, view, None, initial)


def form_sent(by: Actor, act: Act, known: Known, data: Mapping[str, Any]) -> forms.ActForm:
    """Return the form of an act as it was sent; only an act of `WHOLE` needs the whole dossier to judge it."""
    return _made(by, act, known, data, {})


def _made(
    by: Actor, act: Act, known: Known, data: Mapping[str, Any] | None, initial: Mapping[str, Any]
) -> forms.ActForm:
    more: dict[str, Any] = {}
    if act.doing in {_D.ASSIGN, _D.DELEGATE, _D.FINISH_STEP}:
        more["officers"] = _officers(by, known, act.doing)
    return act.form(data, view=known, initial=dict(initial), auto_id=f"id_{act.slug}_%s", **more)


def _officers(by: Actor, view: Known, doing: api.Doing) -> list[tuple[str, str]]:
    """Return who may be given the dossier: for a head everybody who works on dossiers there, else oneself.

    Anybody may hand one to a colleague for a time, or on with a step that is done; who is away today is named with who
    stands in.
    """
    if doing is _D.ASSIGN and not by.has_role(Role.HEAD):
        return [(by.post_id, by.display_name)]
    found = officers_of(view.handling.agency_id)
    return [one for one in found if not (doing is _D.DELEGATE and one[0] == view.assignee_post_id)]


def officers_of(agency_id: str) -> list[tuple[str, str]]:
    """Return who works on dossiers at an agency today, as choices; two queries."""
    today = clock.now().date()
    posts = directory.officers(agency_id=agency_id, on=today)
    away = api.absences_now([agency_id], today)
    return [(one.post_id, _named(one, away.get(one.post_id))) for one in posts if not _WORKERS.isdisjoint(one.roles)]


def _named(post: directory.PostView, absence: api.AbsenceView | None) -> str:
    name = f"{post.person_name} – {post.title}"
    return f"{name} ({away_words(absence)})" if absence else name


def away_words(absence: api.AbsenceView) -> str:
    """Return until when somebody is away and who stands in; never why."""
    said = {"until": f"{absence.last_on:%d/%m}", "other": absence.substitute_name}
    return str(_("away until %(until)s, %(other)s stands in") % said)
