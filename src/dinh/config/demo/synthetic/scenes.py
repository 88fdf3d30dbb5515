"""A few dossiers of the demonstration's citizen, made by the real operations, so that their papers verify."""

from dataclasses import dataclass
from datetime import datetime

from dinh.directory import api as directory
from dinh.directory.identity.api import demo_citizens
from dinh.directory.identity.models import Account, Person
from dinh.dossiers import api as dossiers
from dinh.dossiers.models import Part, Submission
from dinh.forms import api as forms
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.clock import local
from dinh.ledger import api as ledger

MARITAL_STATUS, EXTRACT, CORRECTION = "1.004873", "2.000635", "1.004859"
# One hand writes all of a scene: no window is older than another.
_NEWEST = 10_000
_WHY = {"way": "vneid", "made": "synthetic"}


@dataclass(frozen=True, slots=True)
class Cast:
    citizen: Actor
    desk: Actor
    specialist: Actor
    head: Actor
    unit_id: int


def _official(username: str, at: datetime) -> Actor:
    account = Account.objects.select_related("person").get(username=username)
    return directory.actor_for(account=account, on=local(at).date(), evidence={"made": "synthetic"})


def _cast(at: datetime) -> Cast:
    person = Person.objects.get(cccd=demo_citizens()[0].cccd)
    return Cast(
        citizen=Actor(
            kind=ActorKind.CITIZEN,
            person_id=person.public_id,
            display_name=person.full_name,
            channel_evidence=_WHY,
        ),
        desk=_official("motcua.xuanhuong", at),
        specialist=_official("chuyenvien.xuanhuong", at),
        head=_official("chutich.xuanhuong", at),
        unit_id=person.residence_unit_id or 0,
    )


def _file(cast: Cast, at: datetime, code: str) -> str:
    """Open a draft, say of every paper that it comes on paper, and send it."""
    unit = str(cast.unit_id)
    saved = dossiers.open_draft(by=cast.citizen, at=at, procedure_code=code, values={"competent_unit_id": unit})
    view = dossiers.submission(by=cast.citizen, at=at, submission_id=saved.submission_id)
    if view.cases:
        dossiers.save_draft(
            by=cast.citizen,
            at=at,
            submission_id=saved.submission_id,
            values={"case_name": view.cases[0]},
            draft_version=saved.draft_version,
        )
    if view.form_id:
        _declare(cast, at, view)
    for seq in Part.objects.filter(submission__public_id=saved.submission_id).values_list("seq", flat=True):
        dossiers.mark_part(by=cast.citizen, at=at, submission_id=saved.submission_id, seq=seq, source="paper")
    key = f"scene {code}"
    dossiers.file_submission(by=cast.citizen, at=at, submission_id=saved.submission_id, idempotency_key=key)
    return saved.submission_id


def _declare(cast: Cast, at: datetime, view: dossiers.SubmissionView) -> None:
    """Answer the form with made-up words, page by page."""
    answers = forms.sample(form_id=view.form_id, answers=view.answers, unit_id=cast.unit_id, on=at.date())
    for page in forms.steps(form_id=view.form_id, answers=answers):
        dossiers.save_answers(
            by=cast.citizen,
            at=at,
            submission_id=view.submission_id,
            page=page.name,
            answers=forms.only(form_id=view.form_id, name=page.name, answers=answers),
            draft_version=_NEWEST,
        )


def _begin(cast: Cast, at: datetime, code: str) -> str:
    submission_id = _file(cast, at, code)
    dossier_id = dossiers.receive(by=cast.desk, at=at, submission_id=submission_id).dossier_id
    dossiers.assign(by=cast.specialist, at=at, dossier_id=dossier_id, post_id=cast.specialist.post_id)
    return dossiers.start_processing(by=cast.specialist, at=at, dossier_id=dossier_id).dossier_id


def make_scenes(*, at: datetime) -> int:
    """Make them: one that waits for the citizen's papers, one to pay, one whose result lies in the store.

    Returns how many were made; the citizen who has filed already gets none. Seals and delivers, so that the result is
    there when the first page opens.
    """
    cast = _cast(at)
    if Submission.objects.filter(applicant__public_id=cast.citizen.person_id).exists():
        return 0
    waiting = _begin(cast, at, MARITAL_STATUS)
    item = dossiers.SupplementItem("Giấy tờ chứng minh nơi cư trú", "Bản đã nộp bị mờ, cần bản chụp rõ hơn.")
    reason = "Cần bổ sung giấy tờ để xác nhận thời gian cư trú."
    dossiers.request_supplement(by=cast.specialist, at=at, dossier_id=waiting, items=[item], reason=reason)
    _file(cast, at, CORRECTION)
    finished = _begin(cast, at, EXTRACT)
    content = dossiers.ResultContent(summary="Bản sao trích lục hộ tịch")
    dossiers.propose(by=cast.specialist, at=at, dossier_id=finished, outcome="approved", content=content)
    dossiers.decide(by=cast.head, at=at, dossier_id=finished, outcome="approved")
    ledger.seal()
    ledger.deliver()
    return 3
