from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dinh.directory import api as directory
from dinh.indicators.figures import api as indicators
from dinh.kernel import clock
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
        actions.add_parser("reconcile")
        actions.add_parser("rebuild")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        {
            "compute": self._compute,
            "explain": self._explain,
            "reconcile": self._reconcile,
            "rebuild": self._rebuild,
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
        self.stdout.write(f"Mã băm {figure.hash}; sổ cái đến bút toán {figure.watermark}")
        for row in opened.rows:
            entries = ledger.entries_of(row.dossier_id)
            mark = "+" if row.in_numerator else "-"
            self.stdout.write(f"  {mark} {row.code}  {' '.join(entry.entry_id for entry in entries)}")
        if opened.next_after:
            self.stdout.write("  … còn nữa")

    def _reconcile(self, options: dict[str, Any]) -> None:
        del options
        found, months = indicators.differences(), indicators.month_differences()
        for one in found:
            self.stdout.write(f"đơn vị {one.unit_id} ngày {one.day}: đang có {one.live}, đếm lại {one.recount}")
        if found or months:
            raise CommandError(f"{len(found)} ô ngày và {months} ô tháng lệch; chạy: dinh indicators rebuild")
        self.stdout.write("mọi ô bằng nhau")

    def _rebuild(self, options: dict[str, Any]) -> None:
        del options
        self.stdout.write(f"{indicators.rebuild()} ô đã dựng lại")
