"""What the kinds and fields of blocks are called on the pages of the builder."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from dinh.forms.api import FormState, Kind
from dinh.kernel.errors import Words

KINDS: Mapping[Kind, Words] = {
    Kind.TEXT: _("Short text"),
    Kind.LONG_TEXT: _("Long text"),
    Kind.CHOICE: _("Choose one"),
    Kind.SEVERAL: _("Choose several"),
    Kind.YES_NO: _("Yes or no"),
    Kind.NUMBER: _("Number"),
    Kind.MONEY: _("Money (đồng)"),
    Kind.DATE: _("Date"),
    Kind.PERSON: _("Person"),
    Kind.ADDRESS: _("Address"),
    Kind.UNIT: _("Commune or ward"),
    Kind.PARCEL: _("Land parcel"),
    Kind.HOUSEHOLD: _("Household members"),
    Kind.TABLE: _("Table"),
    Kind.REPEAT: _("Repeated group"),
    Kind.GROUP: _("Group"),
    Kind.UPLOAD: _("Paper to send"),
    Kind.MAP_POINT: _("Point on the map"),
    Kind.SIGNATURE: _("Box to confirm"),
    Kind.CO_SIGNATURE: _("Signature of a second person"),
    Kind.NOTICE: _("Something to say"),
}
STATES: Mapping[FormState, tuple[Words, str]] = {
    FormState.DRAFT: (_("Draft"), "warning"),
    FormState.PUBLISHED: (_("In force"), "good"),
    FormState.RETIRED: (_("No longer in force"), "quiet"),
}
CHANGES: Mapping[str, tuple[Words, str]] = {
    "added": (_("Added"), "good"),
    "removed": (_("Taken out"), "warning"),
    "changed": (_("Changed"), "info"),
}
