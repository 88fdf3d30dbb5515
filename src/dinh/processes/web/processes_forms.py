"""What people type on the pages of processes, beside the table of steps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dinh.processes.policies.xml import LARGEST
from dinh.processes.queries.words import KINDS


class PublishForm(forms.Form):
    valid_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date", "class": "d-input"}, format="%Y-%m-%d"),
        help_text=_("Cases under way keep the version they began with."),
    )


class NewProcessForm(forms.Form):
    name = forms.CharField(label=_("Name of the process"), max_length=300, required=False)
    procedure_code = forms.CharField(
        label=_("Code of the procedure"),
        max_length=40,
        required=False,
        help_text=_("Leave blank for the default of all procedures."),
    )
    kind = forms.ChoiceField(label=_("Used for"), choices=[*KINDS.items()])
    begin = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("default", _("A copy of the process in force now")),
            ("empty", _("An empty process")),
        ],
    )
    file = forms.FileField(
        label=_("BPMN file of another modeller"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".bpmn,.xml", "class": "d-input"}),
        help_text=_("BPMN 2.0 from bpmn.io, Camunda Modeler, Signavio and others, 2 MB at most."),
    )

    def clean_file(self) -> object:
        file = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is larger than 2 MB; a process or table never is."))
        return file
