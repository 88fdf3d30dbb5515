"""Tables of submissions, dossiers and their clocks. Verbs stand in `operations`."""

from dinh.dossiers.models.dossiers import BARE_WORDS, WORDS, ClockEntry, CodeCounter, Dossier
from dinh.dossiers.models.ratings import Rating
from dinh.dossiers.models.story import Act, LookupTry, Supplement
from dinh.dossiers.models.submissions import Part, Submission

__all__ = [
    "BARE_WORDS",
    "WORDS",
    "Act",
    "ClockEntry",
    "CodeCounter",
    "Dossier",
    "LookupTry",
    "Part",
    "Rating",
    "Submission",
    "Supplement",
]
