from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dinh.kernel import clock, text
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import DinhError
from dinh.payments import api
from dinh.payments.plugins.national_platform.simulator import bank
from dinh.payments.policies.statement import read_statement


class Command(BaseCommand):
    help = "Compare a day with the bank's statement (reconcile), or close orders whose time ran out (expire)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        reconcile = verbs.add_parser("reconcile")
        reconcile.add_argument("--on", type=date.fromisoformat, required=True)
        source = reconcile.add_mutually_exclusive_group(required=True)
        source.add_argument("--statement", type=Path, help="CSV of the bank")
        source.add_argument("--simulated", action="store_true", help="take the book of the simulated bank")
        verbs.add_parser("expire")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            if options["verb"] == "expire":
                self.stdout.write(f"{api.expire_due(by=SYSTEM, at=clock.now())} closed")
            else:
                self._reconcile(options["on"], options["statement"])
        except DinhError as refused:
            raise CommandError(str(refused)) from refused

    def _reconcile(self, on: date, file: Path | None) -> None:
        rows = bank.statement_of(on) if file is None else read_statement(file.read_bytes())
        made = api.reconcile(by=SYSTEM, at=clock.now(), on=on, statement=rows)
        self.stdout.write(
            f"{on.isoformat()}: {made.matched} agree, {len(made.differences)} differ ({made.unresolved} not explained);"
            f" ours {text.vnd(made.ours_vnd)}, bank {text.vnd(made.bank_vnd)}"
        )
        for one in made.differences:
            sums = " / ".join("-" if vnd is None else text.vnd(vnd) for vnd in (one.ours_vnd, one.bank_vnd))
            self.stdout.write(
                f"  {one.kind:<15} {one.transaction_no} {one.reference or '-'}: {sums}  {one.note}".rstrip()
            )
