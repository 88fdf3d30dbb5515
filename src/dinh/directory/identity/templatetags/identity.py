"""Small words for the account pages."""

from django import template
from django.utils.translation import gettext as _

from dinh.directory.identity.types import Gender, PersonView

register = template.Library()
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (("Edg/", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in names if sign in text), "")


@register.filter
def device(agent: str) -> str:
    """Tell a device as people know it, from what its browser says of itself."""
    told = ", ".join(part for part in (_first(_BROWSERS, agent), _first(_SYSTEMS, agent)) if part)
    return told or _("Unknown device")


@register.filter
def person_rows(person: PersonView) -> list[dict[str, str]]:
    """The person's own data as rows; numbers show their ends only, since screens are seen by others."""
    genders = {Gender.MALE: _("Male"), Gender.FEMALE: _("Female"), Gender.OTHER: _("Other")}
    return [
        {"key": _("Full name"), "value": person.full_name},
        {"key": _("Personal identification number"), "value": person.masked_cccd},
        {"key": _("Date of birth"), "value": f"{person.born_on:%d/%m/%Y}" if person.born_on else ""},
        {"key": _("Gender"), "value": genders.get(person.gender, "")},
        {"key": _("Telephone"), "value": person.masked_phone},
        {"key": _("Address"), "value": person.address_text},
    ]
