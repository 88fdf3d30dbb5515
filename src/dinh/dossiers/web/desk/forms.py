"""What officers type: reasons, choices, counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinh.design.api import VndField
from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.papers import SHOWN, first_parts
from dinh.kernel import clock
from dinh.kernel.worktime import Limit, Unit
from dinh.payments import api as payments

_REASON = {"required": gettext_lazy("Please write the reason: the citizen reads it.")}
_CLOSING = time(17, 0)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActForm(forms.Form):
    """A form of one act; `view` is the dossier it is about."""

    def __init__(self, *args: Any, view: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.view = view
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")


class NoteForm(ActForm):
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000)


class ReasonForm(ActForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=4000, widget=_area(), error_messages=_REASON)


class DeclineForm(ReasonForm):
    guidance = forms.CharField(
        label=gettext_lazy("What the citizen can do next"), required=False, max_length=2000, widget=_area(2)
    )


class StopForm(ReasonForm):
    basis = forms.CharField(label=gettext_lazy("Legal basis"), required=False, max_length=500)


class AssignForm(ActForm):
    post_id = forms.ChoiceField(label=gettext_lazy("Officer"))

    def __init__(self, *args: Any, officers: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["post_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(officers)


class InnerReasonForm(ActForm):
    """A reason for colleagues; the citizen never sees it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=_area(2),
        error_messages={"required": gettext_lazy("Please write the reason for your colleagues.")},
    )


class DelegateForm(AssignForm):
    until_on = forms.DateField(label=gettext_lazy("Up to and including"), widget=_day())
    reason = forms.CharField(label=gettext_lazy("Note for the colleague"), required=False, max_length=1000)


class FinishForm(AssignForm):
    """What is handed on with a step of one's own office, and to whom."""

    step_id = forms.CharField(widget=forms.HiddenInput, max_length=120)
    note = forms.CharField(label=gettext_lazy("Note for the colleague"), required=False, max_length=1000)
    field_order = ("step_id", "post_id", "note")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["post_id"].label = _("Who goes on")
        self.fields["post_id"].required = False


class SupplementForm(ReasonForm):
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Papers to mend or add"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=gettext_lazy("Other papers, one a line"), required=False, max_length=4000, widget=_area(2)
    )
    extra_reason = forms.CharField(
        label=gettext_lazy("Why papers are asked for again"), required=False, max_length=4000, widget=_area(2)
    )
    field_order = ("parts", "others", "reason", "extra_reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["parts"]
        if isinstance(field, forms.MultipleChoiceField):
            self._offer(field)
        if not self.view.supplements:
            del self.fields["extra_reason"]

    def _offer(self, field: forms.MultipleChoiceField) -> None:
        """Offer the first papers and those chosen from the pages of all of them."""
        parts = first_parts(self.view)
        asked = field.widget.value_from_datadict(self.data, self.files, "parts") if self.is_bound else None
        chosen = set(asked or self.initial.get("parts", ()))
        field.choices = [
            (str(part.seq), part.name) for place, part in enumerate(parts) if place < SHOWN or str(part.seq) in chosen
        ]
        if len(parts) > SHOWN:
            href = reverse("dossiers:desk_papers", args=[self.view.dossier_id])
            said = _("Choose among all %(n)d papers") % {"n": len(parts)}
            field.help_text = format_html('<a href="{}">{}</a>', href, said)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("parts") and not (found.get("others") or "").strip():
            self.add_error("parts", _("Please name at least one paper to add or to mend."))
        return found

    def items(self) -> list[api.SupplementItem]:
        names = {str(part.seq): part.name for part in self.view.parts}
        reason = self.cleaned_data["reason"]
        known = [api.SupplementItem(names[seq], reason, int(seq)) for seq in self.cleaned_data["parts"]]
        lines = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        return known + [api.SupplementItem(line, reason) for line in lines]


class ExtendForm(ReasonForm):
    new_due_on = forms.DateField(
        label=gettext_lazy("New appointment"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("new_due_on", "reason")

    def new_due_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["new_due_on"], _CLOSING, tzinfo=clock.VN)


class ObligationForm(ReasonForm):
    name = forms.CharField(label=gettext_lazy("What is to be paid"), max_length=300)
    amount_vnd = VndField(label=gettext_lazy("Amount"))
    basis = forms.CharField(label=gettext_lazy("Document that sets it"), max_length=300)
    field_order = ("name", "amount_vnd", "basis", "reason")

    def fees(self) -> list[payments.Fee]:
        data = self.cleaned_data
        return [
            payments.Fee(
                kind=payments.FeeKind.UNKNOWN, name=data["name"], amount_vnd=data["amount_vnd"], basis=data["basis"]
            )
        ]


class DecisionForm(ActForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(str(key), name) for key, name in words.OUTCOMES.items()],
        widget=forms.RadioSelect,
        initial=api.Outcome.APPROVED.value,
    )
    summary = forms.CharField(
        label=gettext_lazy("Subject of the result"),
        help_text=gettext_lazy("Empty: the name of the procedure."),
        required=False,
        max_length=1000,
    )
    articles = forms.CharField(
        label=gettext_lazy("What is decided, an article a line"), required=False, max_length=10_000, widget=_area(4)
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason of a refusal"), required=False, max_length=4000, widget=_area(2)
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["outcome"]
        if self.view.is_midway and isinstance(field, forms.ChoiceField):
            # Nothing is granted while work is left; what cannot be granted may be refused at any time.
            field.choices = [(api.Outcome.REJECTED.value, words.OUTCOMES[api.Outcome.REJECTED])]
            field.initial = api.Outcome.REJECTED.value

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("outcome") == api.Outcome.REJECTED and not (found.get("reason") or "").strip():
            self.add_error("reason", _REASON["required"])
        return found

    def content(self) -> api.ResultContent:
        data = self.cleaned_data
        lines = tuple(line.strip() for line in data["articles"].splitlines() if line.strip())
        return api.ResultContent(summary=data["summary"], articles=lines, reason=data["reason"])


class CorrectForm(ActForm):
    summary = forms.CharField(
        label=gettext_lazy("Subject of the result"),
        help_text=gettext_lazy("Empty: the name of the procedure."),
        required=False,
        max_length=1000,
    )
    articles = forms.CharField(
        label=gettext_lazy("What is decided, an article a line"), max_length=10_000, widget=_area(4)
    )
    reason = forms.CharField(
        label=gettext_lazy("What was wrong"), max_length=4000, widget=_area(2), error_messages=_REASON
    )

    def content(self) -> api.ResultContent:
        data = self.cleaned_data
        lines = tuple(line.strip() for line in data["articles"].splitlines() if line.strip())
        return api.ResultContent(summary=data["summary"], articles=lines, reason=data["reason"])


class HandOverForm(ActForm):
    way = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[(str(key), name) for key, name in words.DELIVERY.items()]
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000)


class CashForm(ActForm):
    received_vnd = VndField(label=gettext_lazy("Money received"))


class ScanForm(forms.Form):
    seq = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(label=gettext_lazy("Scan"), allow_empty_file=True)


_UNITS = [(unit.value, unit.value) for unit in Unit]


class ReceiveForm(ActForm):
    """What the desk adds at receipt: the appointment and the fee where the catalogue has none."""

    limit_value = forms.IntegerField(label=gettext_lazy("Time limit"), required=False, min_value=0, max_value=3650)
    limit_unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=_UNITS, required=False, initial=Unit.WORK_DAY)
    limit_reason = forms.CharField(
        label=gettext_lazy("Why this appointment"), required=False, max_length=1000, widget=_area(2)
    )
    fee_vnd = VndField(label=gettext_lazy("Fees and charges"), required=False)
    fee_basis = forms.CharField(label=gettext_lazy("Document that sets the fee"), required=False, max_length=300)

    def __init__(self, *args: Any, needs_appointment: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.needs_appointment = needs_appointment

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        has_limit = found.get("limit_value") is not None
        if self.needs_appointment and not has_limit:
            self.add_error("limit_value", _("The catalogue has no time limit here: please give the appointment."))
        if has_limit and not (found.get("limit_reason") or "").strip():
            self.add_error("limit_reason", _("Please say why, the reason stays with the dossier."))
        if found.get("fee_vnd") is not None and not (found.get("fee_basis") or "").strip():
            self.add_error("fee_basis", _("Please name the document that sets this fee."))
        return found

    def appointment(self) -> api.Appointment | None:
        data = self.cleaned_data
        if data.get("limit_value") is None:
            return None
        return api.Appointment(reason=data["limit_reason"], limit=Limit(data["limit_value"], Unit(data["limit_unit"])))

    def fees(self, name: str) -> list[payments.Fee]:
        data: Mapping[str, Any] = self.cleaned_data
        if data.get("fee_vnd") is None:
            return []
        kind = payments.FeeKind.UNKNOWN
        return [payments.Fee(kind=kind, name=name, amount_vnd=data["fee_vnd"], basis=data["fee_basis"])]
