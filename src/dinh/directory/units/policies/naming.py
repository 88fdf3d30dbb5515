"""Names of units as the lists write them: the kind is in the name, and the name is what counts."""

from functools import lru_cache

from dinh.directory.units.types import Kind, Level
from dinh.kernel.text import nfc, same_name

_PREFIXES = (
    ("thành phố", Kind.THANH_PHO),
    ("thị trấn", Kind.THI_TRAN),
    ("thị xã", Kind.THI_XA),
    ("đặc khu", Kind.DAC_KHU),
    ("phường", Kind.PHUONG),
    ("huyện", Kind.HUYEN),
    ("quận", Kind.QUAN),
    ("tỉnh", Kind.TINH),
    ("xã", Kind.XA),
)
# Numbers of units: the first digit is when the unit began, the second its level. Nothing may read them.
_LEVEL_DIGIT = {Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3, Level.OUTSIDE: 4}


def unit_number(*, era: int, level: Level, code: str) -> int:
    """Return the surrogate number of the unit that began in `era` under `code`: the same on every machine."""
    return era * 1_000_000 + _LEVEL_DIGIT[level] * 100_000 + int(code)


@lru_cache(maxsize=65_536)
def clean(name: str) -> str:
    """Return a name as it should stand: NFC, single spaces, the straight apostrophe, the kind with one capital."""
    text = " ".join(nfc(name).replace("’", "'").split())
    for prefix, _kind in _PREFIXES:
        if text.lower().startswith(prefix + " "):
            return prefix[0].upper() + prefix[1:] + text[len(prefix) :]
    return text


def kind_of(name: str, level: Level) -> Kind:
    """Return the kind that a clean name says; a city is of the centre or of a province by its level."""
    for prefix, kind in _PREFIXES:
        if name.lower().startswith(prefix + " "):
            return Kind.THANH_PHO_TRUNG_UONG if kind is Kind.THANH_PHO and level is Level.PROVINCE else kind
    if level is Level.OUTSIDE:
        return Kind.KHU_VUC
    raise ValueError(f"no kind in the name {name!r}")


def short_name(name: str) -> str:
    """Return the name without its kind; a numbered ward keeps only its number."""
    for prefix, _kind in _PREFIXES:
        if name.lower().startswith(prefix + " "):
            return name[len(prefix) + 1 :]
    return name


def is_respelling(old: str, new: str) -> bool:
    """Say whether two names differ in spelling only: case, spaces, hyphens, placement of the tone."""
    return same_name(old, new)
