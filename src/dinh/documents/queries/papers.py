from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from dinh.documents.models import Paper
from dinh.documents.queries.views import paper_view
from dinh.documents.types import PaperView
from dinh.kernel.errors import NotFound


def paper_by_code(*, code: str) -> PaperView:
    """Return the paper issued under a verification code, however it is spaced or cased. Raises NotFound."""
    clean = "".join(sign for sign in code.upper() if sign.isalnum())
    row = Paper.objects.select_related("latest", "replaced_by").filter(verify_code=clean).first()
    if row is None:
        raise NotFound(
            "DC12",
            _("No paper was issued under this code."),
            _(
                "Check the code under the square picture on the paper: it has no letters A, E, I, O, U and no digits 0 and 1."
            ),
        )
    return paper_view(row)


def paper(*, paper_id: str) -> PaperView:
    """Return one paper by its id. Raises NotFound."""
    row = Paper.objects.select_related("latest", "replaced_by").filter(public_id=paper_id).first()
    if row is None:
        raise NotFound("DC13", _("This paper does not exist."))
    return paper_view(row)


def papers_of(*, subject_ids: Sequence[str]) -> tuple[PaperView, ...]:
    """Return the papers issued about these subjects (dossiers, orders), oldest first."""
    rows = Paper.objects.select_related("latest", "replaced_by").filter(subject_id__in=list(subject_ids))
    return tuple(paper_view(row) for row in rows.order_by("issued_at", "id"))
