from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dinh.config import doctor


class Command(BaseCommand):
    help = "Say what is wrong with this installation and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        ill = 0
        for finding in doctor.findings():
            ill += not finding.is_well
            self.stdout.write(f"{'ok  ' if finding.is_well else '!!  '}{finding.name}: {finding.seen}")
            if not finding.is_well:
                self.stdout.write(f"      -> {finding.mend}")
        if ill:
            raise CommandError(f"{ill} things to mend")
