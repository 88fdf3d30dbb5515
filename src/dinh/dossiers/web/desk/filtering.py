"""The filter of a queue as a form and as an address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from dinh.directory import api as directory
from dinh.dossiers import api
from dinh.dossiers.policies.filters import read, written
from dinh.dossiers.web import words
from dinh.dossiers.web.desk.actions import officers_of
from dinh.kernel import clock
from dinh.kernel.actor import Actor, Role

# Addresses speak Vietnamese.
NAMES: Mapping[str, str] = {
    "procedure_code": "thu-tuc",
    "unit_id": "don-vi",
    "due": "han",
    "channel": "kenh",
    "is_with_citizen": "cho-dan",
    "officer": "can-bo",
    "status": "buoc",
    "received_from": "tu-ngay",
    "received_to": "den-ngay",
    "is_money_due": "con-tien",
    "order": "xep",
}
DUE_WORDS = {
    api.DueSpan.LATE: _("Overdue"),
    api.DueSpan.TODAY: _("Today"),
    api.DueSpan.THREE_DAYS: _("Within 3 days"),
    api.DueSpan.WEEK: _("Within a week"),
}
_ORDERS = [
    (api.QueueOrder.DUE, _("Most urgent first")),
    (api.QueueOrder.NEWEST, _("Last received first")),
    (api.QueueOrder.OLDEST, _("First received first")),
]
_EVERY = [("", _("All"))]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """The terms of a filter; each empty one asks nothing. Its fields are named as in the address."""

    use_required_attribute = False
    procedure_code = forms.CharField(
        label=_("Procedure code"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "1.001193", "inputmode": "decimal", "autocomplete": "off"}),
    )
    unit_id = forms.ChoiceField(label=_("Received in"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False, choices=[*_EVERY, *DUE_WORDS.items()])
    channel = forms.ChoiceField(label=_("How it came"), required=False, choices=[*_EVERY, *words.CHANNELS.items()])
    status = forms.ChoiceField(label=_("Stands at"), required=False)
    officer = forms.ChoiceField(label=_("Officer"), required=False)
    received_from = forms.DateField(label=_("Received from"), required=False, widget=_day())
    received_to = forms.DateField(label=_("Received up to"), required=False, widget=_day())
    order = forms.ChoiceField(label=_("Sorted by"), required=False, choices=_ORDERS)
    is_with_citizen = forms.BooleanField(label=_("Waiting for the citizen"), required=False)
    is_money_due = forms.BooleanField(label=_("The citizen has something to pay"), required=False)

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choose("unit_id", _units(by))
        self._choose("status", [(str(one.value), api.status_name(one)) for one in api.Status])
        if by.has_role(Role.HEAD):
            self._choose("officer", officers_of(by.agency_id))
        else:
            del self.fields["officer"]
        for field in self.fields.values():
            # Nobody need be told of each term that it may be left out; the form is read by `asked`, never refused.
            field.required = True
        self.fields = {NAMES[name]: field for name, field in self.fields.items()}

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*_EVERY, *found]


def _units(by: Actor) -> list[tuple[str, str]]:
    """Return the communes of the officer's province, from the atlas in memory."""
    if by.unit_id is None:
        return []
    today = clock.now().date()
    province = directory.unit(unit_id=by.unit_id, on=today).province_id
    return [(str(one.unit_id), one.name) for one in directory.children(unit_id=province, on=today)]


def asked(request: HttpRequest) -> api.Filter:
    """Return the filter of the address; what it does not understand asks nothing."""
    # A box ticked in a form says "on".
    said = {name: request.GET.get(place, "") for name, place in NAMES.items()}
    return read({name: "1" if value == "on" else value for name, value in said.items()})


def address(wanted: api.Filter, **more: str) -> str:
    """Return the query of an address: the queue, the page, and what the filter asks."""
    named = {NAMES[name]: value for name, value in written(wanted).items()}
    return urlencode({name: value for name, value in (more | named).items() if value})


def form_of(by: Actor, wanted: api.Filter) -> FilterForm:
    initial = {NAMES[name]: value for name, value in written(wanted).items()}
    return FilterForm(by=by, initial=initial, auto_id="id_loc_%s")
