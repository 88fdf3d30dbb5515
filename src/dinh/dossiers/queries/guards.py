"""Who may open the files of a case; asked by `documents` for ids that begin with sub_ or dos_."""

from dinh.dossiers.models import Dossier, Submission
from dinh.dossiers.queries.rights import may_read
from dinh.kernel.actor import Actor
from dinh.kernel.clock import now


def may_open_file(by: Actor, subject_id: str) -> bool:
    """Tell whether the actor may open files of this submission or dossier; an id nobody knows opens nothing."""
    dossiers = Dossier.objects.select_related("submission")
    if subject_id.startswith("dos_"):
        dossier = dossiers.filter(public_id=subject_id).first()
        row = dossier.submission if dossier else None
    else:
        dossier = dossiers.filter(submission__public_id=subject_id).first()
        row = dossier.submission if dossier else Submission.objects.filter(public_id=subject_id).first()
    return row is not None and may_read(by, row, dossier, now().date())
