"""How a person wants to be told."""

from dinh.notices.models import Preference
from dinh.notices.types import PreferenceView


def preference_of(person_id: str) -> PreferenceView:
    row = Preference.objects.filter(person_id=person_id).first()
    if row is None:
        return PreferenceView()
    return PreferenceView(row.wants_email, row.wants_sms, row.language, row.keeps_quiet)
