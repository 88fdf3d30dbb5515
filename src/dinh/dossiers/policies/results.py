"""Which of the results the catalogue lists is what people come for."""

import re
from collections.abc import Iterable

from dinh.kernel.text import fold
from dinh.procedures.api import ResultView

# The catalogue mixes what is granted with the letters of a refusal, and sometimes names the letter first.
_REFUSAL = re.compile(
    r"^\W*((phieu|van ban|cong van|thong bao|quyet dinh|neu ro|tra loi|ve viec|ly do|cua .{1,40}?)\s+)*"
    r"(tu choi|khong (chap thuan|cap|dong y|du dieu kien|duoc|tiep nhan))"
)
_EITHER = re.compile(r"/|\bhoac\b")
_ASIDE = re.compile(r"\(.*?\)")


def is_refusal(name: str) -> bool:
    """Return whether a result is only the letter of a refusal; one that is either of two is not."""
    said = _ASIDE.sub("", fold(name))
    return bool(_REFUSAL.match(said)) and not _EITHER.search(said)


def main_result(results: Iterable[ResultView]) -> ResultView | None:
    """Return the first result that is no refusal, None where the catalogue names none."""
    return next((one for one in results if not is_refusal(one.name)), None)
