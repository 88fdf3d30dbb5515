"""What an office types about its task: an answer with a file, a reason, another time."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dinh.dossiers import api
from dinh.dossiers.web import words
from dinh.kernel import clock

_CLOSING = time(17, 0)


class TaskForm(forms.Form):
    """A form of one move; `view` is the task it is about."""

    def __init__(self, *args: Any, view: api.SubtaskView, **more: Any) -> None:
        super().__init__(*args, **more)
        self.view = view


class ReasonForm(TaskForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write the reason.")},
    )  # fmt: skip


class TimeForm(ReasonForm):
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("until", "reason")

    def until_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["until"], _CLOSING, tzinfo=clock.VN)


class AnswerForm(TaskForm):
    opinion = forms.ChoiceField(
        label=gettext_lazy("What the office says"),
        choices=[(str(key), name) for key, name in words.OPINIONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what the office says.")},
    )
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Please write what the office says.")},
    )  # fmt: skip
    document = forms.CharField(label=gettext_lazy("Number of the document"), required=False, max_length=120)
    file = forms.FileField(label=gettext_lazy("File of the document"), required=False, allow_empty_file=True)


class RecordForm(AnswerForm):
    document = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=120,
        error_messages={"required": gettext_lazy("Please write the number of the document it answered with.")},
    )  # fmt: skip
