from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from dinh.documents.models import PAPER_WORDS, Paper, Signature
from dinh.documents.policies import verdicts
from dinh.documents.queries.files import read_content
from dinh.documents.queries.verification import verify_pdf
from dinh.documents.queries.views import paper_view
from dinh.documents.types import Comparison, PapersPage, PaperView, Verification
from dinh.kernel.errors import Invalid, NotFound
from dinh.kernel.search import HasWords, asked, bare_words

_FEWEST = 3


def paper_by_code(*, code: str) -> PaperView:
    """Return the paper issued under a verification code, however it is spaced or cased. Raises NotFound."""
    return paper_view(_by_code(code))


def _by_code(code: str) -> Paper:
    clean = "".join(sign for sign in code.upper() if sign.isalnum())
    row = Paper.objects.select_related("latest", "replaced_by", "file").filter(verify_code=clean).first()
    if row is None:
        raise NotFound(
            "DC12",
            _("No paper was issued under this code."),
            _("Check the code at the foot of the paper: it has no vowels A, E, I, O, U and no digits 0 and 1."),
        )
    return row


def verification_of(*, code: str) -> Verification:
    """Return what the signatures of the paper issued under this code prove now. Raises NotFound, Unavailable."""
    return verify_pdf(data=read_content(_by_code(code).latest))


def codes_of_content(*, sha256: str) -> tuple[str, ...]:
    """Return the codes of the papers whose newest version has exactly these bytes: one, or none."""
    return tuple(Paper.objects.filter(latest__sha256=sha256).values_list("verify_code", flat=True))


def compare_with_paper(*, code: str, data: bytes) -> Comparison:
    """Hold an upload against the paper issued under a code and forget it. Raises NotFound, Unavailable."""
    row = _by_code(code)
    found = verify_pdf(data=data)
    if found.sha256 == row.latest.sha256:
        return Comparison(True, False, found)
    earlier = {row.file.sha256, *Signature.objects.filter(root=row.file).values_list("result__sha256", flat=True)}
    if found.sha256 in earlier:
        return Comparison(False, True, found)
    from dinh.documents.queries.comparison import compare

    try:
        changes = compare(read_content(row.latest), data)
    except ValueError:
        changes = ()
    return Comparison(
        False,
        False,
        found,
        verdicts.difference_lines(changes, "vi"),
        verdicts.difference_lines(changes, "en"),
    )


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


def find_papers(*, text: str, among: QuerySet[Any], cursor: str = "", size: int = 25) -> PapersPage:
    """Look papers up that we issued: this function will return, the newest first, those of the subjects in `among`.

    `among` is a query of one column of subject ids: the rights of the caller, so that they hold inside the one
    statement. Words are those of the title and the number, in any order, without tones, as far as they are typed. One
    query. Raises Invalid DC14 (too little to look for), DC15 (a torn cursor).
    """
    words = bare_words(text)
    if max((len(word) for word in words), default=0) < _FEWEST:
        raise Invalid("DC14", _("Please type at least three letters or digits of a title or a number."))
    rows = Paper.objects.select_related("latest", "replaced_by").filter(
        HasWords(PAPER_WORDS, Value(asked(words))), subject_id__in=among
    )
    if cursor:
        if not cursor.isdecimal():
            raise Invalid("DC15", _("This page of the list no longer exists."), _("Open the list again."))
        rows = rows.filter(pk__lt=int(cursor))
    found = list(rows.order_by("-pk")[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return PapersPage(tuple(paper_view(row) for row in found[:size]), more)
