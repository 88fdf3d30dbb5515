from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from dinh.ledger import api as ledger


class Command(DjangoMigrate):
    help = "Bring the tables up to date, then give the running role its rights: everything but changing the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        ledger.apply_privileges()
