"""What somebody answered before, so that they need not answer it again."""

from dinh.dossiers.models import Submission
from dinh.dossiers.types import SubmissionState
from dinh.forms.api import Earlier
from dinh.kernel.clock import local

_MOST = 3


def earlier_of(row: Submission) -> tuple[Earlier, ...]:
    """Return the newest forms which the applicant of a draft sent themself, for themself.

    What somebody else sent for them, or they for others, is no source. One query. Basis: 45/2020/NĐ-CP, Điều 4 khoản 4.
    """
    if row.submitter_id != row.applicant_id:
        return ()
    who = row.applicant_id
    sent = Submission.objects.filter(applicant__public_id=who, submitter__public_id=who, filed_at__isnull=False)
    found = sent.exclude(form_id="")
    found = found.exclude(state=SubmissionState.WITHDRAWN).order_by("-id")[:_MOST]
    return tuple(
        Earlier(form_id, answers, local(filed_at).date())
        for form_id, answers, filed_at in found.values_list("form_id", "answers", "filed_at")
        if filed_at is not None
    )
