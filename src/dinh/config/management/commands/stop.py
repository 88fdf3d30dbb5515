from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dinh.config import postgres


class Command(BaseCommand):
    help = "Stop the PostgreSQL that came along, if it still runs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        postgres.stop(settings.DINH_HOME)
        self.stdout.write("stopped")
