"""A process for the tests to kill: it sends what is due through the mail server at the port it is told."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")


def send(port: str) -> None:
    set_providers(Way.EMAIL, (Mailer("thu", "127.0.0.1", int(port), "a@b.vn", "A", security="none"),))
    deliver_due(by=SYSTEM, at=AT)


if __name__ == "__main__":
    django.setup()
    from dinh.kernel.actor import SYSTEM
    from dinh.notices.api import deliver_due
    from dinh.notices.plugins.smtp.mailer import Mailer
    from dinh.notices.registry.providers import set_providers
    from dinh.notices.types import Way
    from tests import nursery
    from tests.notices.make import AT

    nursery.serve(send)
