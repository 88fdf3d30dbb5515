"""What officers type at the counter."""

from django import forms
from django.utils.translation import gettext_lazy

from dinh.design.api import VndField
from dinh.desk.api import Topic
from dinh.desk.web import words


class WindowForm(forms.Form):
    window = forms.IntegerField(
        label=gettext_lazy("Number of your window"),
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class NumberForm(forms.Form):
    """What somebody at the door chooses."""

    topic = forms.ChoiceField(
        label=gettext_lazy("What do you come for?"),
        choices=[(topic.value, name) for topic, name in words.TOPICS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what you come for.")},
    )
    is_priority = forms.BooleanField(
        label=gettext_lazy("I am elderly, disabled, pregnant, or here with a small child"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def chosen(self) -> Topic:
        return Topic(self.cleaned_data["topic"])


class OpenForm(forms.Form):
    float_vnd = VndField(label=gettext_lazy("Change in the till at the beginning"))


class CloseForm(forms.Form):
    counted_vnd = VndField(label=gettext_lazy("Money counted in the till"))
    note = forms.CharField(
        label=gettext_lazy("Why it differs"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DaysForm(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
