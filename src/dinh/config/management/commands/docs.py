from typing import Any

from django.core.management.base import BaseCommand

from dinh.config import generated


class Command(BaseCommand):
    help = "Make the generated pages of docs/ anew."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        for name in generated.write() or ["everything was fresh"]:
            self.stdout.write(name)
