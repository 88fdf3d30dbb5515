"""From the files to the country: one pure function of their content."""

from collections import defaultdict
from itertools import pairwise

from dinh.directory.units.operations.new_map import NewMap
from dinh.directory.units.operations.old_map import build_old
from dinh.directory.units.operations.sources import Sources
from dinh.directory.units.policies.topology import polygons_of
from dinh.directory.units.types import REFORM_DAY, CountryMap, ShapeRow, VersionRow
from dinh.kernel.errors import Invalid


def build_country(sources: Sources) -> CountryMap:
    """Return the whole map in time; raises Invalid when two units would share a number or a life has gaps."""
    country = CountryMap()
    new = NewMap(sources, build_old(sources, country), country)
    new.build()
    for code, polygons in polygons_of(sources.topology, "communes").items():
        country.shapes.append(ShapeRow(new.commune_id(code), REFORM_DAY, polygons))
    check_lives(country)
    return country


def check_lives(country: CountryMap) -> None:
    """Refuse versions of one unit that overlap, leave a gap or change level: two units would then share a number."""
    by_unit: dict[int, list[VersionRow]] = defaultdict(list)
    for version in country.versions:
        by_unit[version.unit_id].append(version)
    for unit_id, versions in by_unit.items():
        for one, following in pairwise(versions):
            if one.valid_to is None or one.valid_to != following.valid_from or one.level != following.level:
                raise Invalid("DU01", f"unit {unit_id}: its versions {one.name} and {following.name} do not join")
