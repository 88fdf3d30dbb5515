"""The citizen rates how a dossier was settled; the desk reads it beside the nine criteria of the law."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinh.dossiers import api
from dinh.kernel import clock
from dinh.kernel.access import access, actor_of
from dinh.kernel.errors import Invalid, Words

_LEVELS: Mapping[str, tuple[Words, str]] = {
    api.Level.VERY_SATISFIED: (gettext_lazy("Very satisfied"), "face-glad"),
    api.Level.SATISFIED: (gettext_lazy("Satisfied"), "face-calm"),
    api.Level.NOT_SATISFIED: (gettext_lazy("Not satisfied"), "face-sad"),
}
_STANDINGS: Mapping[str, Words] = {
    api.Standing.EXCELLENT: gettext_lazy("Excellent"),
    api.Standing.GOOD: gettext_lazy("Good"),
    api.Standing.FAIR: gettext_lazy("Fair"),
    api.Standing.AVERAGE: gettext_lazy("Average"),
    api.Standing.WEAK: gettext_lazy("Weak"),
}
_WHYS: Mapping[str, Words] = {
    api.Why.SHORTER: gettext_lazy("Done before the last day the law gives."),
    api.Why.EQUAL: gettext_lazy("Done on the last day the law gives."),
    api.Why.LONGER: gettext_lazy("Took longer than the law gives; an apology does not lengthen it."),
    api.Why.COUNTED: gettext_lazy(
        "Times: %(count)s. What was the citizen’s own fault does not count; a person judges it."
    ),
    api.Why.NO_COMPLAINT: gettext_lazy("In time, and the citizen had nothing to complain of."),
    api.Why.TAKEN_BACK: gettext_lazy("The citizen took the dossier back, so it was not settled."),
    api.Why.NO_LIMIT: gettext_lazy("The procedure has no time limit to compare with."),
    api.Why.NO_STEPS: gettext_lazy("No times of single agencies are on record."),
    api.Why.NO_SCALE: gettext_lazy("How this is pointed has not been entered into the file of law yet."),
    api.Why.NOT_TOLD: gettext_lazy("The citizen has not answered this."),
    api.Why.COMPLAINT: gettext_lazy("The citizen complains; it counts only once found justified."),
    api.Why.LATE_AND_QUIET: gettext_lazy("Late, but without a complaint: the rule names no points for that."),
    api.Why.OF_THE_AGENCY: gettext_lazy("Judged for the agency over a time, not from one dossier."),
}  # fmt: skip


class RatingForm(forms.Form):
    """Three large choices, the questions of the law file, and room for words."""

    level = forms.ChoiceField(
        label=gettext_lazy("How satisfied are you with how this dossier was settled?"),
        choices=[(code, words) for code, (words, _icon) in _LEVELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the three answers.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("What was good, what should be better?"),
        help_text=gettext_lazy("The office that settled it reads this. At most 1000 signs."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": gettext_lazy("Please write in at most 1000 signs.")},
    )

    def __init__(self, *args: Any, questions: tuple[api.Question, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = questions
        for one in questions:
            self.fields[one.code] = forms.ChoiceField(
                label=one.words, choices=one.answers, widget=forms.RadioSelect, required=False
            )

    def levels(self) -> list[dict[str, Any]]:
        chosen = self["level"].value()
        return [
            {"code": code, "words": words, "icon": icon, "is_chosen": chosen == code}
            for code, (words, icon) in _LEVELS.items()
        ]

    def asked(self) -> list[Any]:
        return [self[one.code] for one in self.questions]

    def answers(self) -> dict[str, str]:
        return {one.code: self.cleaned_data[one.code] for one in self.questions}


def _form(offer: api.RatingOffer, data: Any = None) -> RatingForm:
    given = offer.given
    initial = {"level": given.level, "comment": given.comment, **given.answers} if given else {}
    return RatingForm(data, questions=offer.questions, initial=initial)


@never_cache
@access("citizen")
def rating(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Ask how it was settled, or show what was said; what was said may be changed for some days."""
    actor, at = actor_of(request), clock.now()
    offer = api.rating_offer(by=actor, at=at, dossier_id=dossier_id)
    form = _form(offer, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            api.rate(
                by=actor, at=at, dossier_id=dossier_id, level=said["level"], comment=said["comment"],
                answers=form.answers(),
            )  # fmt: skip
        except Invalid as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect("dossiers:rated", dossier_id)
    page = {"offer": offer, "form": form, "given": given_of(offer.given)}
    return render(request, "dossiers/rating.html", page, status=422 if form.is_bound else 200)


@require_safe
@never_cache
@access("citizen")
def rated(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """Thank for a rating and show what was said."""
    offer = api.rating_offer(by=actor_of(request), at=clock.now(), dossier_id=dossier_id)
    if offer.given is None:
        return redirect("dossiers:rating", dossier_id)
    return render(request, "dossiers/rated.html", {"offer": offer, "given": given_of(offer.given)})


def given_of(view: api.RatingView | None) -> dict[str, Any] | None:
    """Return a rating as pages show it."""
    if view is None:
        return None
    words, icon = _LEVELS[view.level]
    return {"words": words, "icon": icon, "comment": view.comment, "at": view.changed_at}


def sheet_shown(view: api.DossierView) -> dict[str, Any] | None:
    """Return the criteria with their explanations and the citizen's rating, for a dossier that is closed."""
    found = api.rating_sheet(view, clock.now())
    if found is None:
        return None
    sheet, given = found
    return {
        "rows": [_row(one) for one in sheet.criteria],
        "known": sheet.known,
        "possible": sheet.possible,
        "standing": _STANDINGS[sheet.standing] if sheet.standing else "",
        "basis": sheet.basis,
        "given": given_of(given),
    }


def _row(one: api.Criterion) -> dict[str, Any]:
    why = str(_WHYS[one.why])
    return {
        "number": one.number,
        "name": one.name,
        "points": _("not known") if one.points is None else str(one.points),
        "why": why % {"count": one.count} if "%(" in why else why,
    }
