"""`dinh ledger …`: seal, verify, prove and check the record; look after its delivery."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dinh.kernel import clock
from dinh.kernel.actor import SYSTEM
from dinh.kernel.errors import DinhError
from dinh.ledger import api
from dinh.ledger.events import SchemaError


def _verify_arguments(parser: CommandParser) -> None:
    parser.add_argument("--from", dest="first", type=int, default=1, help="first position")
    parser.add_argument("--to", dest="last", type=int, help="last position")
    parser.add_argument("--bytes-only", action="store_true", help="hashes, tree and signatures, not the schemas")
    parser.add_argument("--key", type=Path, action="append", help="public key (PEM) heads must be signed with")


def _prove_arguments(parser: CommandParser) -> None:
    parser.add_argument("entry", help="id of the entry")
    parser.add_argument("--public", action="store_true", help="without the content of the entry")


def _check_arguments(parser: CommandParser) -> None:
    parser.add_argument("proof", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="public key (PEM), from `dinh ledger export-key`")


def _growth_arguments(parser: CommandParser) -> None:
    parser.add_argument("old", type=int, help="number of the older head")
    parser.add_argument("new", type=int, help="number of the newer head")


def _replay_arguments(parser: CommandParser) -> None:
    parser.add_argument("dead_letter", help="id of the dead letter, or `all`")


def _nothing(parser: CommandParser) -> None:
    del parser


_ARGUMENTS: dict[str, tuple[str, Callable[[CommandParser], None]]] = {
    "verify": ("check every entry, tree, head and signature from the stored bytes", _verify_arguments),
    "prove": ("print the proof of one entry", _prove_arguments),
    "check": ("check a proof file with the public key alone", _check_arguments),
    "growth": ("show that the record only grew between two heads", _growth_arguments),
    "seal": ("seal what waits, now", _nothing),
    "export-key": ("print the public keys, today's first", _nothing),
    "rotate-key": ("let another key sign from now on; asked again after a crash, it goes on", _nothing),
    "dead-letters": ("list what could not be delivered", _nothing),
    "replay": ("deliver a dead letter and what waits behind it", _replay_arguments),
}


class Command(BaseCommand):
    help = "The record: seal, verify, prove, check, and its delivery."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for name, (words, arguments) in _ARGUMENTS.items():
            arguments(verbs.add_parser(name, help=words))

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        act: Callable[[dict[str, Any]], None] = getattr(self, "_" + options["verb"].replace("-", "_"))
        try:
            act(options)
        except (DinhError, SchemaError, OSError) as fault:
            raise CommandError(str(fault)) from fault

    def _verify(self, options: dict[str, Any]) -> None:
        keys = [api.load_public(path.read_bytes()) for path in options["key"] or ()] or api.public_keys()
        begun = time.perf_counter()
        report = api.verify(
            public_keys=keys,
            first=options["first"],
            last=options["last"],
            with_schemas=not options["bytes_only"],
            progress=self._progress if sys.stderr.isatty() else None,
        )
        took = max(time.perf_counter() - begun, 1e-9)
        for fault in report.faults:
            self.stdout.write(f"position {fault.position} {fault.entry_id or '-'}: {fault.text}")
        said = (
            f"{report.entries} entries ({report.bytes} bytes) and {report.heads} heads, positions {report.first} to "
            f"{report.last}, in {took:.1f} s ({report.entries / took:.0f} entries/s)"
        )
        if not report.holds:
            raise CommandError(f"THE RECORD IS NOT WHOLE, {len(report.faults)} faults; read {said}", returncode=2)
        self.stdout.write(f"The record is whole: {said}.")

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done * 100 // total:3d} % of {total} entries", ending="\n" if done == total else "")

    def _prove(self, options: dict[str, Any]) -> None:
        self.stdout.write(api.prove(options["entry"], show_body=not options["public"]).to_json(), ending="")

    def _check(self, options: dict[str, Any]) -> None:
        proof = api.Proof.from_json(options["proof"].read_bytes())
        checked = api.check(proof, options["key"].read_bytes())
        if checked.head is None or not checked.holds:
            raise CommandError(f"THE PROOF DOES NOT HOLD: {'; '.join(checked.faults)}", returncode=2)
        self.stdout.write(
            f"The proof holds: {proof.kind} {proof.entry_id} stands at position {proof.position} of the record of "
            f"{checked.head.size} entries, signed {checked.head.at.isoformat()}."
        )

    def _growth(self, options: dict[str, Any]) -> None:
        shown = api.prove_growth(old=options["old"], new=options["new"])
        for step in shown.path:
            self.stdout.write(step.hex())
        if not shown.holds:
            raise CommandError("THE RECORD WAS REWRITTEN between these heads", returncode=2)
        self.stdout.write(f"The record only grew, from {shown.old.size} to {shown.new.size} entries.")

    def _seal(self, options: dict[str, Any]) -> None:
        del options
        made = api.seal(at=clock.now())
        newest = made or api.head()
        size = 0 if newest is None else newest.size
        self.stdout.write(f"Sealed up to position {size}." if made else f"Nothing waits; position {size}.")

    def _export_key(self, options: dict[str, Any]) -> None:
        del options
        self.stdout.write(api.export_key().decode(), ending="")

    def _rotate_key(self, options: dict[str, Any]) -> None:
        del options
        made = api.change_key(by=SYSTEM, at=clock.now())
        self.stdout.write(
            f"Heads are signed with the key {made} from now on. Give `dinh ledger export-key` to witnesses."
        )

    def _dead_letters(self, options: dict[str, Any]) -> None:
        del options
        for one in api.followers():
            stands = f" STANDS STILL: {one.fault}" if one.fault else ""
            self.stdout.write(f"{one.name} at {one.position}{stands}")
        for letter in api.dead_letters(limit=1000):
            self.stdout.write(
                f"{letter.dead_letter_id} {letter.handler} position {letter.position} {letter.kind} of "
                f"{letter.subject}: {letter.fault} ({letter.waiting} wait behind it)"
            )

    def _replay(self, options: dict[str, Any]) -> None:
        asked = options["dead_letter"]
        ids = [one.dead_letter_id for one in api.dead_letters(limit=100_000)] if asked == "all" else [asked]
        for dead_letter_id in ids:
            outcome = api.replay(dead_letter_id=dead_letter_id, by=SYSTEM, at=clock.now())
            left = f"; then it failed: {outcome.fault}" if outcome.fault else ""
            self.stdout.write(f"{dead_letter_id}: {outcome.delivered} delivered{left}")
