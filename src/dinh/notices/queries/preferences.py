"""How a person wants to be told."""

from collections.abc import Iterable

from dinh.notices.models import Preference
from dinh.notices.types import PreferenceView


def preference_of(person_id: str) -> PreferenceView:
    return preferences_of([person_id])[person_id]


def preferences_of(person_ids: Iterable[str]) -> dict[str, PreferenceView]:
    """Return the wishes of these people in one query; the house's habits for who never said."""
    found = dict.fromkeys(person_ids, PreferenceView())
    for row in Preference.objects.filter(person_id__in=found):
        found[row.person_id] = PreferenceView(row.wants_email, row.wants_sms, row.language, row.keeps_quiet)
    return found
