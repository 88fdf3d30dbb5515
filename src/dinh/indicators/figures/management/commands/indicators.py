import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dinh.directory import api as directory
from dinh.indicators.figures import api as indicators
from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import Conflict
from dinh.kernel.text import percent
from dinh.ledger import api as ledger


class Command(BaseCommand):
    help = "Compute figures, open one, recount all cells."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("compute", "explain"):
            one = actions.add_parser(name)
            one.add_argument("code", nargs="?" if name == "compute" else None, default="")
            one.add_argument("--unit", default=settings.DINH_PROVINCE, help="code of a province or commune of today")
            one.add_argument("--month", default="", help="2026-03; this month when left out")
        reconcile = actions.add_parser("reconcile", help="count every cell on every engine and from the ledger")
        reconcile.add_argument(
            "--engine", action="append", default=[], help="postgres, duckdb or spark; all that can run"
        )
        rebuild = actions.add_parser("rebuild", help="make the live cells anew from the facts")
        rebuild.add_argument(
            "--from-ledger", action="store_true", help="the facts too, from the ledger alone; goes on where one died"
        )
        actions.add_parser("snapshot", help="publish the facts as Parquet, by month")
        prove = actions.add_parser("prove", help="invented facts through every engine; nothing of the house is touched")
        prove.add_argument("--facts", type=int, default=2_000_000)
        prove.add_argument("--units", type=int, default=3_321)
        prove.add_argument("--procedures", type=int, default=2_000)
        prove.add_argument("--seed", type=int, default=1)
        prove.add_argument("--engine", action="append", default=[])

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        {
            "compute": self._compute,
            "explain": self._explain,
            "reconcile": self._reconcile,
            "rebuild": self._rebuild,
            "snapshot": self._snapshot,
            "prove": self._prove,
        }[options["action"]](options)

    def _scope(self, options: dict[str, Any]) -> tuple[directory.UnitView, indicators.Period, datetime]:
        now = clock.now()
        level = "province" if len(options["unit"]) == 2 else "commune"  # noqa: PLR2004 - two digits name a province
        unit = directory.unit_by_code(code=options["unit"], level=level, on=now.date())
        try:
            day = date.fromisoformat(f"{options['month']}-01") if options["month"] else now.date()
        except ValueError as error:
            raise CommandError(f"không đọc được tháng {options['month']!r}; viết như 2026-03") from error
        return unit, indicators.month(day), now

    def _compute(self, options: dict[str, Any]) -> None:
        unit, period, now = self._scope(options)
        for code in [options["code"]] if options["code"] else indicators.codes():
            figure = indicators.figure(code=code, unit_id=unit.unit_id, period=period, on=now.date())
            self.stdout.write(f"{code:30} {self._told(figure):>22}   {figure.hash[:16]}")
        self.stdout.write(f"{unit.name}, {period.label}, bản đồ {now:%d/%m/%Y}, sổ cái đến {indicators.watermark()}")

    def _told(self, figure: indicators.Figure) -> str:
        if figure.denominator is None:
            return str(figure.numerator)
        return f"{figure.numerator}/{figure.denominator} = {percent(figure.numerator, figure.denominator)}"

    def _explain(self, options: dict[str, Any]) -> None:
        unit, period, now = self._scope(options)
        opened = indicators.explain(code=options["code"], unit_id=unit.unit_id, period=period, on=now)
        definition, figure = opened.definition, opened.figure
        self.stdout.write(f"{definition.name_vi} ({definition.code}, phiên bản {definition.version})")
        self.stdout.write(f"{unit.name}, {period.label}: {self._told(figure)}")
        self.stdout.write(f"Căn cứ: {definition.legal_basis}. {definition.base_vi}.")
        for note in definition.notes_vi:
            self.stdout.write(f"Lưu ý: {note}")
        for check in indicators.broken_checks(figure):
            self.stdout.write(f"Cảnh báo: vượt {check.limit} %, con số này không thể đúng")
        self.stdout.write(f"Bản đồ {figure.map_day:%d/%m/%Y}; mã băm {figure.hash}; sổ cái đến {figure.watermark}")
        self._rows(opened.rows)
        if opened.next_after:
            self.stdout.write("  … còn nữa")
        self._changed(options["code"], unit.unit_id, period, now)

    def _rows(self, rows: Sequence[indicators.FactRow]) -> None:
        keys, is_proven = ledger.export_key(), False
        for row in rows:
            entries = ledger.entries_of(row.dossier_id)
            mark = "+" if row.in_numerator else "-"
            self.stdout.write(f"  {mark} {row.code}  {' '.join(entry.entry_id for entry in entries)}")
            sealed = next((entry for entry in entries if entry.position is not None), None)
            if sealed is not None and not is_proven:
                is_proven = True
                proof = ledger.prove(sealed.entry_id)
                checked = ledger.check(proof, keys)
                stands = "đúng" if checked.holds else f"KHÔNG ĐÚNG: {'; '.join(checked.faults)}"
                size = checked.head.size if checked.head else 0
                self.stdout.write(
                    f"    chứng minh {sealed.entry_id}: {stands}; {len(proof.path)} nút tới gốc của {size} bút toán"
                )

    def _changed(self, code: str, unit_id: int, period: indicators.Period, now: datetime) -> None:
        """Tell why the figure changed: units against the month before, dossiers since a week ago."""
        before = indicators.month(period.first - timedelta(days=1))
        found = indicators.change_by_unit(code=code, unit_id=unit_id, period=period, before=before, on=now.date())
        self.stdout.write(f"So với {before.label}: {self._told(found.before)} → {self._told(found.after)}")
        names = {one.unit_id: one.name for one in directory.children(unit_id=unit_id, on=now.date())}
        for unit in found.parts:
            self.stdout.write(f"  {names.get(unit.unit_id, 'phần chung')}: {unit.adds}")
        week = now - timedelta(days=7)
        asked = indicators.Question(unit_id, period, now.date())
        late = indicators.change_since(code=code, asked=asked, since=week)
        told = f"{late.before.above}/{late.before.below} → {late.after.above}/{late.after.below}"
        self.stdout.write(f"Từ {week:%d/%m/%Y} (sổ cái đến {late.position}): {told}")
        for dossier in late.parts:
            adds = "không có mẫu số" if dossier.adds is None else dossier.adds
            self.stdout.write(f"  {dossier.code} {dossier.cause}: {adds}  {' '.join(dossier.entry_ids)}")

    def _engines(self, options: dict[str, Any]) -> list[str]:
        """Return the engines asked for, or all that can run here; say what the others lack."""
        if options["engine"]:
            return list(options["engine"])
        able = []
        for one in indicators.engines():
            if lacks := one.lacks():
                self.stdout.write(f"bỏ qua {one.name}: {lacks}")
            else:
                able.append(one.name)
        return able

    def _reconcile(self, options: dict[str, Any]) -> None:
        try:
            engines = self._engines(options)
            found = indicators.reconcile(by=SYSTEM, at=clock.now(), engines=engines, say=self._progress())
        except Conflict as refused:
            raise CommandError(str(refused)) from refused
        self._tell(found)

    def _prove(self, options: dict[str, Any]) -> None:
        found = indicators.prove(
            facts=options["facts"],
            engines=self._engines(options),
            units=options["units"],
            procedures=options["procedures"],
            last=clock.now().date(),
            seed=options["seed"],
            say=self._progress(),
        )
        self._tell(found)

    def _progress(self) -> Callable[[str], None]:
        """Return a way to tell how far a long work is, with the clock and the processor time of this process."""
        began = time.monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"[{time.monotonic() - began:4.0f} s, {time.process_time():4.0f} s CPU] {words}")
            self.stdout.flush()

        return say

    def _tell(self, found: indicators.Reconciliation) -> None:
        for kind, told in (("lưới", found.digests), ("bảng", found.boards)):
            for name, digests in told.items():
                for engine, digest in digests.items():
                    self.stdout.write(f"{kind} {name:16} {engine:10} {digest}")
        for one in found.differences:
            self.stdout.write(one)
        if not found.is_equal:
            wrong = f"{len(found.differences)} ô lệch, {found.months_wrong} ô tháng lệch"
            raise CommandError(f"{wrong}; số liệu tạm ngừng công bố; chạy: dinh indicators rebuild --from-ledger")
        self.stdout.write(f"mọi ô bằng nhau: {found.cells} ô, sổ cái đến {found.position}")

    def _snapshot(self, options: dict[str, Any]) -> None:
        del options
        made = indicators.snapshot()
        self.stdout.write(f"{made.rows} dòng, sổ cái đến {made.position}, mã băm {made.digest}, {made.folder}")

    def _rebuild(self, options: dict[str, Any]) -> None:
        if options["from_ledger"]:
            made = indicators.make_anew(say=lambda words: self.stdout.write(f"bút toán {words}"))
        else:
            made = indicators.rebuild()
        self.stdout.write(f"{made} ô đã dựng lại")
