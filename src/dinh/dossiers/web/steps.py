"""The pages of a filing in their order, and where somebody goes on who comes back."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dinh.dossiers.api import QUESTION, SAID_IN_FORM, SubmissionView
from dinh.forms import api as forms
from dinh.kernel.errors import Words

CHECK = "kiem-tra"
CONTENT_KEY = "request"


class Kind(StrEnum):
    PLACE = "noi-giai-quyet"
    CASE = "truong-hop"
    CONTACT = "lien-he"
    CONTENT = "noi-dung"
    ASKED = "cau-hoi"
    FORM = "to-khai"
    COSIGN = "cung-ky"
    PART = "giay-to"
    OTHERS = "giay-to-them"
    DELIVERY = "nhan-ket-qua"
    CHECK = CHECK


GROUPS: tuple[tuple[frozenset[Kind], Words], ...] = (
    (frozenset({Kind.PLACE}), _("Where it is handled")),
    (frozenset({Kind.CONTACT}), _("Contact")),
    (frozenset({Kind.CASE, Kind.CONTENT, Kind.FORM, Kind.COSIGN, Kind.ASKED}), _("Content")),
    (frozenset({Kind.PART, Kind.OTHERS}), _("Papers")),
    (frozenset({Kind.DELIVERY}), _("Result")),
    (frozenset({Kind.CHECK}), _("Check and send")),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the filing; `seq` names the paper it asks for, `name` the page of the form."""

    kind: Kind
    seq: int | None = None
    name: str = ""

    @property
    def slug(self) -> str:
        end = self.name or ("" if self.seq is None else str(self.seq))
        return f"{self.kind.value}-{end}" if end else self.kind.value

    @property
    def group(self) -> int:
        """Return which group of the progress line it belongs to, from 1."""
        return next(place for place, (kinds, _name) in enumerate(GROUPS, start=1) if self.kind in kinds)


def pages_of(view: SubmissionView) -> tuple[Page, ...]:
    """Return the pages this draft needs: one for each paper everybody owes, one for all that only some people owe."""
    # The electronic form stands for some papers: those have no page in the walk.
    case = (Page(Kind.CASE),) if view.cases else ()
    asked = [part for part in view.parts if part.is_in_case and part.is_required and part.reason != SAID_IN_FORM]
    papers = tuple(Page(Kind.PART, part.seq) for part in asked)
    others = (Page(Kind.OTHERS),) if any(part.is_in_case and not part.is_required for part in view.parts) else ()
    questions = (Page(Kind.ASKED),) if view.questions else ()
    head = (Page(Kind.PLACE), Page(Kind.CONTACT), *case, *content_pages(view), *questions)
    return (*head, *papers, *others, Page(Kind.DELIVERY), Page(Kind.CHECK))


def content_pages(view: SubmissionView) -> tuple[Page, ...]:
    """Return the pages of the form these answers show, or the one page for who has no form."""
    if not view.form_id:
        return (Page(Kind.CONTENT),)
    steps = forms.steps(form_id=view.form_id, answers=view.answers)
    second = forms.cosigners(form_id=view.form_id, answers=view.answers)
    cosign = (Page(Kind.COSIGN),) if second else ()
    return (*(Page(Kind.FORM, name=one.name) for one in steps), *cosign)


def page_at(view: SubmissionView, slug: str) -> Page | None:
    """Return the page of this address; papers only some people owe, or the form holds, have theirs beside the walk."""
    beside = (Page(Kind.PART, part.seq) for part in view.parts if part.is_in_case)
    return next((one for one in (*pages_of(view), *beside) if one.slug == slug), None)


def place_of(view: SubmissionView, page: Page) -> int:
    """Return where in the walk a page stands; a page beside it stands where its list does."""
    pages = pages_of(view)
    return pages.index(page if page in pages else list_of(view))


def list_of(view: SubmissionView) -> Page:
    """Return the page that leads to the papers beside the walk."""
    others = Page(Kind.OTHERS)
    return others if others in pages_of(view) else Page(Kind.CHECK)


def resume_at(view: SubmissionView) -> str:
    """Return the first page with something missing, else the check of answers."""
    missing = {slug_of_field(gap.field) for gap in view.gaps}
    if any(not gap.is_blocking for gap in view.gaps):
        missing.add(Kind.OTHERS.value)
    if not view.form_id and not view.content.get(CONTENT_KEY):
        missing.add(Kind.CONTENT.value)
    return next((page.slug for page in pages_of(view) if page.slug in missing), CHECK)


def slug_of_field(field: str) -> str:
    """Return the page on which a field is answered."""
    if field.startswith("form_"):
        return Page(Kind.FORM, name=field.removeprefix("form_")).slug
    if field.startswith(QUESTION):
        return Kind.ASKED.value
    if field.startswith("cosign_"):
        return Kind.COSIGN.value
    if field.startswith("part_"):
        return f"{Kind.PART.value}-{field.removeprefix('part_')}"
    if field.startswith("applicant_"):
        return Kind.CONTACT.value
    return {"case_name": Kind.CASE, "delivery_way": Kind.DELIVERY}.get(field, Kind.PLACE).value
