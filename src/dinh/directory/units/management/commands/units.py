from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from dinh.directory.units import api
from dinh.directory.units.types import Level
from dinh.directory.units.web import words
from dinh.kernel import clock
from dinh.kernel.errors import DinhError, NotFound

_LEVEL_BY_LENGTH = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}


class Command(BaseCommand):
    help = "Tell what an administrative unit was on a day, what it was made of and what became of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["show", "successors", "predecessors"])
        parser.add_argument("code", help="of the statistics office: 2 digits province, 3 district, 5 commune")
        parser.add_argument("--on", type=date.fromisoformat, help="the day the code is of, YYYY-MM-DD; default today")
        parser.add_argument("--level", choices=[Level.PROVINCE, Level.DISTRICT, Level.COMMUNE])

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        on = options["on"] or clock.now().date()
        try:
            unit = self._unit(options["code"], options["level"], on)
            self._say(f"{unit.label} ({_('code')} {unit.code}, {words.KINDS[unit.kind]}, {words.span(unit)})")
            if options["action"] == "show":
                self._show(unit)
            elif options["action"] == "successors":
                self._successors(unit)
            else:
                self._predecessors(unit)
            self._other_bearers(unit)
        except DinhError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _unit(self, code: str, level: str | None, on: date) -> api.UnitView:
        wanted = level or _LEVEL_BY_LENGTH.get(len(code))
        if wanted is None:
            raise CommandError(_("A code has 2, 3 or 5 digits."))
        try:
            return api.unit_by_code(code=code, level=wanted, on=on)
        except NotFound:
            for one in api.code_history(code=code):
                self._say(_("%(code)s was: %(name)s, %(span)s") % _told(one))
            raise

    def _show(self, unit: api.UnitView) -> None:
        if unit.decision:
            self._say(words.numbers((unit.decision,)))
        for one in api.lives(unit_id=unit.unit_id):
            self._say(f"  {words.span(one)}: {one.label} ({one.code})")
        today = clock.now().date()
        fate = words.fate(unit, today)
        self._say(f"{fate.sentence} {fate.decisions}".strip())

    def _successors(self, unit: api.UnitView) -> None:
        found = api.successors(unit_id=unit.unit_id)
        if not found:
            self._say(_("It has no successor: it exists today."))
        for one in found:
            self._line(one)
        today = clock.now().date()
        if any(one.unit is None or one.unit.valid_to for one in found):
            self._say(_("Today:"))
            for one in api.successors(unit_id=unit.unit_id, on=today):
                self._line(one)

    def _predecessors(self, unit: api.UnitView) -> None:
        found = api.predecessors(unit_id=unit.unit_id)
        if not found:
            self._say(_("It was on the oldest list at hand (%(day)s).") % {"day": words.day(api.FIRST_DAY)})
        for one in found:
            self._line(one)

    def _line(self, one: api.Succession) -> None:
        name = f"{one.unit.label} ({one.unit.code}): " if one.unit else ""
        decisions = words.numbers(one.decisions)
        self._say(f"  {words.day(one.effective_on)}: {name}{words.how_much(one)}. {decisions}")

    def _other_bearers(self, unit: api.UnitView) -> None:
        others = [one for one in api.code_history(code=unit.code) if one.unit_id != unit.unit_id]
        if others:
            self._say(_("Attention: on other days the code %(code)s names another unit:") % {"code": unit.code})
        for one in others:
            self._say(f"  {words.span(one)}: {one.label}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)


def _told(one: api.UnitView) -> dict[str, str]:
    return {"code": one.code, "name": one.label, "span": words.span(one)}
