"""The map since 1 July 2025, and how the old one went into it."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction

from dinh.directory.units.operations.old_map import (
    NO_DISTRICTS,
    PROVINCES_MERGED,
    OldMap,
    life_id,
    parent_level,
)
from dinh.directory.units.operations.sources import Row, Sources
from dinh.directory.units.policies.lives import Life
from dinh.directory.units.policies.naming import clean, kind_of, short_name, unit_number
from dinh.directory.units.policies.shares import share_of_many, shares_of
from dinh.directory.units.types import (
    REFORM_DAY,
    ChangeRow,
    CountryMap,
    DecisionRow,
    EdgeKind,
    EdgeRow,
    FaultRow,
    Level,
    PlaceRow,
    VersionRow,
)

HUE_A_CITY = "175/2024/QH15"
DONG_NAI_A_CITY = ("30/2026/QH16", "Thành lập thành phố Đồng Nai trực thuộc trung ương")
DONG_NAI_WARDS = ("237/NQ-UBTVQH16", "Thành lập các phường thuộc thành phố Đồng Nai")
# One old commune that became one new one is the same unit under a new name, kind or parent.
Parts = dict[str, list[list[tuple[int, Fraction | None]]]]
_SAME = {"unchanged", "renamed", "type_changed", "whole"}


class NewMap:
    """Builds the new map onto the old one: a unit whose territory is unchanged lives on, every other is new."""

    def __init__(self, sources: Sources, old: OldMap, country: CountryMap) -> None:
        self.sources, self.old, self.country = sources, old, country
        self.by_old: dict[str, list[Row]] = defaultdict(list)
        self.by_new: dict[str, list[Row]] = defaultdict(list)
        for row in sources.crosswalk:
            self.by_new[row["new_code"]].append(row)
            if row["old_level"] == "commune":
                self.by_old[row["old_code"]].append(row)
        self.kept_provinces = {row["code"] for row in sources.provinces_old if row["fate"] == "kept"}
        self.old_of: dict[str, Life] = {}
        self.open_version = {v.unit_id: n for n, v in enumerate(country.versions) if v.valid_to is None}

    def build(self) -> None:
        """Fill the country with provinces, communes, edges, seats and the faults of the sources."""
        self._decisions()
        self._provinces()
        self._communes()
        self._commune_edges()
        self._districts_end()
        self.country.faults += [FaultRow(row["table"], row["fault"], row["detail"]) for row in self.sources.faults]
        told = "Quảng Ninh, Bắc Ninh: theo tin tức là thành phố trực thuộc trung ương từ 2026; chưa có nghị quyết"
        self.country.faults.append(FaultRow("provinces_new", "known from the news only", told))

    def province_id(self, code: str) -> int:
        era = 1 if code in self.kept_provinces else 3
        return unit_number(era=era, level=Level.PROVINCE, code=code)

    def commune_id(self, code: str) -> int:
        life = self.old_of.get(code)
        return life_id(life) if life else unit_number(era=3, level=Level.COMMUNE, code=code)

    def _decisions(self) -> None:
        names = {row["code"]: row["name_2025_07_01"] for row in self.sources.provinces_new}
        found = {
            PROVINCES_MERGED: DecisionRow(
                PROVINCES_MERGED, "Sắp xếp đơn vị hành chính cấp tỉnh", date(2025, 6, 12), REFORM_DAY
            )
        }
        for number, title in (DONG_NAI_A_CITY, DONG_NAI_WARDS):
            found[number] = DecisionRow(number, title, None, date(2026, 4, 30))
        for row in self.sources.communes_new:
            province = names[row["province_code"]]
            title = f"Sắp xếp các đơn vị hành chính cấp xã của {province[0].lower()}{province[1:]} năm 2025"
            adopted = date.fromisoformat(row["resolution_date"])
            found[row["resolution"]] = DecisionRow(row["resolution"], title, adopted, REFORM_DAY)
        self.country.decisions.update(found)

    def _provinces(self) -> None:
        for row in self.sources.provinces_new:
            if row["code"] in self.kept_provinces:
                continue
            unit_id = self.province_id(row["code"])
            self._versions(unit_id, row, Level.PROVINCE, None, unit_id, PROVINCES_MERGED)
            self._change(unit_id, "created", new_name=row["name_2025_07_01"], decision=PROVINCES_MERGED)
        for row in self.sources.provinces_old:
            if row["code"] in self.kept_provinces:
                continue
            life = self.old.last(Level.PROVINCE, row["code"])
            self._end(life, PROVINCES_MERGED, "abolished")
            self._edge(life_id(life), self.province_id(row["new_code"]), EdgeKind.WHOLE, PROVINCES_MERGED)

    def _communes(self) -> None:
        for row in self.sources.communes_new:
            rows = self.by_new[row["code"]]
            same = len(rows) == 1 and rows[0]["relation"] in _SAME and rows[0]["old_level"] == "commune"
            if same:
                self.old_of[row["code"]] = self.old.last(Level.COMMUNE, rows[0]["old_code"])
            self._commune(row)

    def _commune(self, row: Row) -> None:
        unit_id, province_id = self.commune_id(row["code"]), self.province_id(row["province_code"])
        life = self.old_of.get(row["code"])
        if life:
            self._end_version(life)
            old_name = life.states[-1][1].name
            parent = life_id(self.old.last(Level.DISTRICT, life.states[-1][1].parent))
            self._change(unit_id, "kept", old_name, row["name_2025_07_01"], row["resolution"], parent, province_id)
        else:
            self._change(unit_id, "created", "", row["name_2025_07_01"], row["resolution"], new_parent_id=province_id)
        self._versions(unit_id, row, Level.COMMUNE, province_id, province_id, row["resolution"])
        self._place(unit_id, row)

    def _versions(
        self, unit_id: int, row: Row, level: Level, parent_id: int | None, province_id: int, decision: str
    ) -> None:
        first, now = clean(row["name_2025_07_01"]), clean(row["name_current"])
        changed_on = date.fromisoformat(row["type_change_date"]) if row["type_change_date"] else None
        code = row["code"]
        other = row.get("code_nso_2026", code)
        alt_code = other if other != code else ""

        def version(name: str, since: date, until: date | None, by: str) -> VersionRow:
            kind = kind_of(name, level)
            return VersionRow(
                unit_id, code, alt_code, name, short_name(name), kind, level, parent_id, province_id, since, until, by
            )

        self.country.versions.append(version(first, REFORM_DAY, changed_on, decision))
        if changed_on:
            by = (DONG_NAI_A_CITY if level is Level.PROVINCE else DONG_NAI_WARDS)[0]
            self.country.versions.append(version(now, changed_on, None, by))
            self.country.changes.append(ChangeRow(unit_id, changed_on, "retyped", first, now, decision=by))

    def _place(self, unit_id: int, row: Row) -> None:
        self.country.places.append(
            PlaceRow(
                unit_id=unit_id,
                seat=row["admin_centre"],
                latitude=row["lat"],
                longitude=row["lon"],
                area_km2=row["area_km2"],
                area_gis_km2=row["area_gis_km2"],
                population=int(row["population"]) if row["population"] else None,
                population_flag=row["population_flag"],
            )
        )

    def _commune_edges(self) -> None:
        for code, rows in self.by_old.items():
            life = self.old.last(Level.COMMUNE, code)
            if self.old_of.get(rows[0]["new_code"]) is life:
                continue
            self._end(life, rows[0]["resolution"], "abolished")
            kinds = [EdgeKind(row["relation"]) for row in rows]
            for row, kind, (people, area) in zip(rows, kinds, shares_of(kinds), strict=True):
                self._edge(life_id(life), self.commune_id(row["new_code"]), kind, row["resolution"], people, area)
        for row in self.sources.crosswalk:
            if row["old_level"] == "area_outside_communes":
                life = self.old.last(Level.OUTSIDE, row["old_district_code"])
                self._end(life, row["resolution"], "abolished")
                self._edge(life_id(life), self.commune_id(row["new_code"]), EdgeKind.WHOLE, row["resolution"])

    def _districts_end(self) -> None:
        """Lead each district to the communes its own communes went to: the level is gone, its people are not."""
        people, area = self._parts_of_districts()
        islands = {row["old_district_code"]: row for row in self.sources.crosswalk if row["old_level"] == "district"}
        for row in self.sources.districts:
            code = row["code"]
            life = self.old.last(Level.DISTRICT, code)
            self._end(life, NO_DISTRICTS, "level_abolished")
            if code in islands:
                to_id = self.commune_id(islands[code]["new_code"])
                self._edge(life_id(life), to_id, EdgeKind.WHOLE, islands[code]["resolution"])
            for to_id in sorted({to for part in people[code] for to, _share in part}):
                shares = share_of_many(people[code], to_id), share_of_many(area[code], to_id)
                self._edge(life_id(life), to_id, EdgeKind.LEVEL_ABOLISHED, NO_DISTRICTS, *shares)

    def _parts_of_districts(self) -> tuple[Parts, Parts]:
        people: Parts = defaultdict(list)
        area: Parts = defaultdict(list)
        for code, rows in self.by_old.items():
            district = self.old.last(Level.COMMUNE, code).states[-1][1].parent
            # A commune that lives on under a new parent is whole, whatever its row is called.
            kinds = [EdgeKind.WHOLE] if rows[0]["relation"] in _SAME else [EdgeKind(row["relation"]) for row in rows]
            shares = shares_of(kinds)
            targets = [self.commune_id(row["new_code"]) for row in rows]
            people[district].append([(to, share[0]) for to, share in zip(targets, shares, strict=True)])
            area[district].append([(to, share[1]) for to, share in zip(targets, shares, strict=True)])
        return people, area

    def _end_version(self, life: Life) -> None:
        place = self.open_version.pop(life_id(life))
        self.country.versions[place] = replace(self.country.versions[place], valid_to=REFORM_DAY)

    def _end(self, life: Life, decision: str, kind: str) -> None:
        self._end_version(life)
        state = life.states[-1][1]
        parent = None
        if life.level is not Level.PROVINCE:
            parent = life_id(self.old.last(parent_level(life.level), state.parent))
        self._change(life_id(life), kind, state.name, "", decision, parent)

    def _change(
        self,
        unit_id: int,
        kind: str,
        old_name: str = "",
        new_name: str = "",
        decision: str = "",
        old_parent_id: int | None = None,
        new_parent_id: int | None = None,
    ) -> None:
        self.country.changes.append(
            ChangeRow(
                unit_id, REFORM_DAY, kind, clean(old_name), clean(new_name), old_parent_id, new_parent_id, decision
            )
        )

    def _edge(
        self,
        from_id: int,
        to_id: int,
        kind: EdgeKind,
        decision: str,
        people: Fraction | None = Fraction(1),
        area: Fraction | None = Fraction(1),
    ) -> None:
        self.country.edges.append(EdgeRow(from_id, to_id, REFORM_DAY, kind, people, area, decision=decision))
