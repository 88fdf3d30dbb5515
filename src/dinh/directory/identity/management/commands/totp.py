from argparse import ArgumentParser
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dinh.directory.identity import api
from dinh.directory.identity.models import Account


class Command(BaseCommand):
    help = "Print the present code of an account of the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        if not settings.DINH_SYNTHETIC:
            raise CommandError("Only in a demonstration: elsewhere codes are on the telephones of their owners.")
        try:
            secret = api.demo_code_secret(options["username"])
        except Account.DoesNotExist:
            raise CommandError(f"{options['username']} is no account of the demonstration.") from None
        counters = tuple(yield_hotp_counters_from_time())
        # The window is symmetric about this moment.
        counter = counters[len(counters) // 2]
        self.stdout.write(format_hotp_value(hotp_value(secret, counter)))
