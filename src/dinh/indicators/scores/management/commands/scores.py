from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dinh.directory import api as directory
from dinh.indicators.scores import api
from dinh.kernel import clock
from dinh.kernel.errors import DinhError

_KINDS = {
    "tu-danh-gia": api.ValueKind.SELF,
    "tham-dinh": api.ValueKind.VERIFIED,
    "cong-bo": api.ValueKind.PUBLISHED,
}


class Command(BaseCommand):
    help = "Composite indices: compute one province, rank all, try other values or weights, look at a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("compute", "rank", "what-if", "read"):
            one = actions.add_parser(name)
            one.add_argument("year", type=int)
            one.add_argument("--kind", choices=list(_KINDS), default="cong-bo")
            one.add_argument("--unit", default=settings.DINH_PROVINCE, help="code of a province of that year")
            if name == "what-if":
                one.add_argument("--value", action="append", default=[], help="CODE=SHARE, for example 1=0.95")
                one.add_argument("--weight", action="append", default=[], help="CODE=POINTS, for example 7=250")
            if name == "read":
                one.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        does = {"compute": self._compute, "rank": self._rank, "what-if": self._what_if, "read": self._read}
        try:
            does[options["action"]](options)
        except api.ScoreFault as fault:
            raise CommandError(str(fault)) from fault
        except DinhError as refused:
            raise CommandError(f"{refused} {refused.hint}".strip()) from refused

    def _panel(self, options: dict[str, Any]) -> tuple[api.Index, api.Panel, dict[str, str]]:
        year, kind = options["year"], _KINDS[options["kind"]]
        index = api.index_of(code=api.DTI, year=year)
        units = {str(one.unit_id): one for one in api.units_of(year=year, on=clock.now().date())}
        stands = api.standing(index_code=index.code, year=year, kinds=[kind])
        entries = {
            unit: told
            for unit in units
            if (told := api.entries_of(index, stands.get(int(unit), {}).get(kind, {})))
            and all(one.code in _mains(index, told) for one in index.mains if one.is_scored)
        }
        return index, api.Panel(entries), {unit: one.short_name for unit, one in units.items()}

    def _unit(self, options: dict[str, Any]) -> directory.UnitView:
        on = clock.now().date()
        found = [one for one in api.units_of(year=options["year"], on=on) if one.code == options["unit"]]
        if not found:
            raise CommandError(f"năm {options['year']} không có tỉnh mã {options['unit']}")
        return found[0]

    def _compute(self, options: dict[str, Any]) -> None:
        index, unit = api.index_of(code=api.DTI, year=options["year"]), self._unit(options)
        one = api.readings(index=index, year=options["year"], unit_id=unit.unit_id)[_KINDS[options["kind"]]]
        if one.fault or one.scored is None:
            raise CommandError(one.fault or f"{unit.short_name}: chưa có giá trị để tính")
        for part in index.mains:
            stages = one.scored.stages[part.code]
            shown = "không chấm điểm" if stages.share is None else api.decimal_text(stages.share, index.places)
            self.stdout.write(f"{part.code}. {part.name:30} {shown:>16}")
        for pillar in index.pillars:
            if pillar.code in one.scored.pillars:
                shown = api.decimal_text(one.scored.pillars[pillar.code], index.places)
                self.stdout.write(f"trụ cột {pillar.name:25} {shown:>16}")
        self.stdout.write(f"{unit.short_name} {options['year']}: {api.decimal_text(one.scored.value, index.places)}")

    def _rank(self, options: dict[str, Any]) -> None:
        index, panel, names = self._panel(options)
        if not panel.entries:
            api.compute(index, panel)
            raise CommandError("chưa có tỉnh nào đủ giá trị để tính")
        result = api.compute(index, panel)
        sure = {one.unit: one for one in api.rank_intervals(result)}
        for one in api.ranks_of(result):
            value = api.decimal_text(one.value, index.places)
            interval = f"{sure[one.unit].best}-{sure[one.unit].worst}"
            self.stdout.write(f"{one.rank:3} {names[one.unit]:20} {value}  khoảng hạng {interval}")
        self.stdout.write(f"mã băm {result.hash}")

    def _what_if(self, options: dict[str, Any]) -> None:
        index, panel, names = self._panel(options)
        own = str(self._unit(options).unit_id)
        entries = {(own, code): api.Entry(share=value) for code, value in _pairs(options["value"])}
        change = api.Change(entries=entries, weights=dict(_pairs(options["weight"])))
        before, after = api.compute(index, panel), api.what_if(index, panel, change)
        for one in api.differences(before, after):
            told = [api.decimal_text(value, index.places) for value in (one.before, one.after)]
            mark = "→" if one.unit == own else " "
            ranks = f"hạng {one.rank_before} → {one.rank_after}"
            self.stdout.write(f"{mark} {names[one.unit]:20} {told[0]} → {told[1]}  {ranks}")
        self.stdout.write(f"mã băm {after.hash}")

    def _read(self, options: dict[str, Any]) -> None:
        index = api.index_of(code=api.DTI, year=options["year"])
        try:
            reading = api.read_file(options["file"].name, options["file"].read_bytes(), index)
        except api.SheetFault as fault:
            raise CommandError(f"không đọc được tệp: {fault.code}") from fault
        for sentence in reading.sentences:
            self.stdout.write(sentence)
        for row in reading.rows:
            self.stdout.write(f"{row.sheet} {row.line}: {row.fate} {row.part} {'; '.join(row.sentences)}".rstrip())


def _mains(index: api.Index, told: Any) -> set[str]:
    return {index.main_of(code).code for code in told}


def _pairs(texts: list[str]) -> list[tuple[str, Any]]:
    made = []
    for text in texts:
        code, _mark, value = text.partition("=")
        try:
            made.append((code, api.read_number(value).value))
        except api.NotANumber as error:
            raise CommandError(f"không đọc được {text!r}; viết như 1=0.95") from error
    return made
