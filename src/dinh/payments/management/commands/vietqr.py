from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dinh.kernel.errors import Invalid
from dinh.payments.api import vietqr


class Command(BaseCommand):
    help = "Print the VietQR text of a transfer, and draw it where --png or --svg name a file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bin", required=True, help="six digits of the bank")
        parser.add_argument("--account", required=True)
        parser.add_argument("--amount", type=int, help="whole đồng")
        parser.add_argument("--purpose", default="")
        parser.add_argument("--png", type=Path)
        parser.add_argument("--svg", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            text = vietqr.payload(options["bin"], options["account"], options["amount"], options["purpose"])
        except Invalid as refused:
            raise CommandError(str(refused)) from refused
        if options["png"]:
            options["png"].write_bytes(vietqr.png(text))
        if options["svg"]:
            options["svg"].write_text(vietqr.svg(text), encoding="utf-8")
        self.stdout.write(text)
