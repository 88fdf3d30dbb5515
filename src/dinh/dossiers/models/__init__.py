"""Tables of submissions, dossiers and their clocks. Verbs stand in `operations`."""

from dinh.dossiers.models.corrections import Correction, Recount
from dinh.dossiers.models.dossiers import BARE_WORDS, WORDS, ClockEntry, CodeCounter, Dossier
from dinh.dossiers.models.filters import SavedFilter
from dinh.dossiers.models.ratings import Rating
from dinh.dossiers.models.story import Act, LookupTry, Supplement
from dinh.dossiers.models.submissions import PART_GIVEN, PART_WORDS, Part, Submission
from dinh.dossiers.models.subtasks import Subtask, SubtaskLine
from dinh.dossiers.models.telling import Reminder
from dinh.dossiers.models.work import Absence, Placement

__all__ = [
    "BARE_WORDS",
    "PART_GIVEN",
    "PART_WORDS",
    "WORDS",
    "Absence",
    "Act",
    "ClockEntry",
    "CodeCounter",
    "Correction",
    "Dossier",
    "LookupTry",
    "Part",
    "Placement",
    "Rating",
    "Recount",
    "Reminder",
    "SavedFilter",
    "Submission",
    "Subtask",
    "SubtaskLine",
    "Supplement",
]
