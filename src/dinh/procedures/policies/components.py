"""How a row of papers is read: a paper, a note that poses as one, and which results may stand in for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dinh.kernel.text import fold
from dinh.procedures.types import CaseKind, FaultKind, SourceComponent

_NOTE_HEADING = re.compile(r"^[*\-+\s]*(luu y|ghi chu|chu y)\b")
_CASE_HEADING = re.compile(r"(truong hop|doi voi)\b")
_LABEL_HEADING = re.compile(r"^[^a-z]*([a-z0-9]{1,3}[.)]\s*)*(thanh phan|ho so|so luong|cac giay to|giay to|gom)\b")
_CONDITIONAL = re.compile(r"^[*\-+\s(]*(truong hop|doi voi|neu)\b|\(neu co\)|\bneu\b|\btrong truong hop\b")
_ORDINAL = re.compile(
    r"^([*\-+–•\s]|\(?[0-9]{1,2}(\.[0-9]{1,2})*[.)]|\(?[a-z]{1,3}[.)]|\(?[ivx]{1,4}\)|0?[1-9] (?=ban\b))+"
)
_COPY_OF = re.compile(
    r"^(ban sao (y |hop le |co chung thuc |duoc chung thuc |dien tu |\(.{0,60}?\) )*(cua |tu )?"
    r"|ban chinh |ban goc |ban chup |xuat trinh )+"
)
_FILE = re.compile(r"\.(docx?|xlsx?|pdf|rtf|zip|rar)\b", re.IGNORECASE)
# Before the glued file name stands the end of the paper's name; behind it a form usually says what it is.
_SEAM = re.compile(
    r"(?<=[a-zà-ỹ).;,])(?=(?:Mẫu|MẪU|mẫu|Mau|MAU|Phụ lục|phụ lục|Phu luc|PL|BM|TK|CT|Đơn|Tờ khai"
    r"|\d{1,3}[.\-_]))"
)
_LONGEST_FORM = 160
# What a row is stands at its beginning; the rest is not folded, folding being the dear part of an import.
_READ_AHEAD = 180
# Two names equal in these few words say nothing: "Quyết định", "Giấy phép".
LEAST_WORDS_FOR_EQUALITY = 4


@dataclass(frozen=True, slots=True)
class ComponentReading:
    name: str
    bare: str
    form_file: str
    case_kind: CaseKind
    is_note: bool
    is_conditional: bool
    faults: tuple[FaultKind, ...]


@dataclass(frozen=True, slots=True)
class ReuseRule:
    """A paper whose name begins with one of `words` is satisfied by a result of one of these codes."""

    results: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]


@lru_cache(maxsize=4096)
def read_case(case: str) -> CaseKind:
    """Return what a heading is: a note, a label of papers to submit or to show, or a real case."""
    folded = fold(case[:_READ_AHEAD])
    if not folded:
        return CaseKind.SUBMIT
    if _NOTE_HEADING.match(folded):
        return CaseKind.NOTE
    if _CASE_HEADING.search(folded):
        return CaseKind.CASE
    if "xuat trinh" in folded:
        return CaseKind.PRESENT
    if "phai nop" in folded or _LABEL_HEADING.match(folded):
        return CaseKind.SUBMIT
    return CaseKind.CASE


def split_form(name: str, form_file: str) -> tuple[str, str]:
    """Return the paper's name and its form; where the crawl cut inside a word they are joined and cut at the seam."""
    joined = f"{name}{form_file}" if form_file and _FILE.search(form_file) else name
    if not _FILE.search(joined):
        return name, form_file
    for seam in _SEAM.finditer(joined):
        form = joined[seam.start() :]
        if len(form) <= _LONGEST_FORM and _FILE.search(form):
            return joined[: seam.start()].strip(), form.strip()
    return (name, form_file) if form_file and not form_file[0].islower() else (joined, "")


def read_component(row: SourceComponent) -> ComponentReading:
    """Return how one row is shown and counted; the row itself stays as published."""
    kind = read_case(row.case)
    name, form = split_form(row.name, row.form_file)
    folded = fold(name[:_READ_AHEAD])
    has_no_copies = row.originals == "0" and row.copies == "0"
    faults = []
    if row.parse_flag:
        faults.append(FaultKind.COMPONENT_UNPARSED)
    elif not folded.strip("-. "):
        faults.append(FaultKind.COMPONENT_BLANK)
    if (name, form) != (row.name, row.form_file) or (not form and _FILE.search(name)):
        faults.append(FaultKind.COMPONENT_GLUED)
    is_note = has_no_copies or kind is CaseKind.NOTE or bool(_NOTE_HEADING.match(folded)) or bool(row.parse_flag)
    if has_no_copies and kind is not CaseKind.NOTE:
        faults.append(FaultKind.COMPONENT_IS_NOTE)
    is_conditional = bool(_CONDITIONAL.search(folded))
    return ComponentReading(name, _bare(folded), form, kind, is_note, is_conditional, tuple(faults))


def bare_name(name: str) -> str:
    """Return the folded name of a paper without its number, its "bản sao" and its closing marks."""
    return _bare(fold(name[:_READ_AHEAD]))


def _bare(folded: str) -> str:
    return _COPY_OF.sub("", _ORDINAL.sub("", folded)).strip(" .;,:")


def accepted_results(bare: str, rules: Sequence[ReuseRule], results: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes of the results that may stand in for a paper of this bare name.

    `results` maps a bare name to the codes of the results called exactly so. Derived from names, hence to be
    confirmed by a person.
    """
    if "hoac" in bare.split()[:12] and not any(bare.startswith(word) for rule in rules for word in rule.words):
        return ()
    found = [code for rule in rules if _applies(rule, bare) for code in rule.results]
    if len(bare.split()) >= LEAST_WORDS_FOR_EQUALITY:
        found += results.get(bare, ())
    return tuple(dict.fromkeys(found))


def _applies(rule: ReuseRule, bare: str) -> bool:
    return any(bare.startswith(word) for word in rule.words) and not any(word in bare for word in rule.unless)
