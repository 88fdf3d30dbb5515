"""The indices we know: read from `definitions/*.toml`, checked at start, asked by code and version or year."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import gettext as _

from dinh.indicators.scores.policies.faults import DefinitionFault
from dinh.indicators.scores.policies.reading import read_index
from dinh.indicators.scores.types.structure import Index
from dinh.kernel.errors import NotFound

_FOLDER = Path(__file__).parent / "definitions"
DTI = "dti"


def read(file: Path) -> Index:
    """Return the index of one file; raises DefinitionFault naming file, row and fault."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionFault(f"{file.name}: {error}") from error
    return read_index(file.name, told)


@cache
def load() -> Mapping[tuple[str, str], Index]:
    """Return all indices by code and version; the start fails on the first fault."""
    found: dict[tuple[str, str], Index] = {}
    years: dict[tuple[str, int], str] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        one = read(file)
        if (one.code, one.version) in found:
            raise DefinitionFault(f"{file.name}: {one.code} {one.version} is told twice")
        for year in one.years:
            other = years.setdefault((one.code, year), one.version)
            if other != one.version:
                raise DefinitionFault(f"{file.name}: the year {year} belongs to {other} already")
        found[one.code, one.version] = one
    return MappingProxyType(found)


def version(code: str, name: str) -> Index:
    """Return one version of an index; raises NotFound SC01."""
    found = load().get((code, name))
    if found is None:
        raise NotFound("SC01", _("There is no such version of this index."))
    return found


def for_year(code: str, year: int) -> Index:
    """Return the version by which a year is assessed; raises NotFound SC02."""
    found = next((one for one in versions(code) if year in one.years), None)
    if found is None:
        raise NotFound("SC02", _("No edition of this index covers the year %(year)s.") % {"year": year})
    return found


def versions(code: str) -> tuple[Index, ...]:
    """Return the versions of an index, oldest first."""
    return tuple(sorted((one for one in load().values() if one.code == code), key=lambda one: one.years))


def years(code: str) -> tuple[int, ...]:
    return tuple(sorted(year for one in versions(code) for year in one.years))
