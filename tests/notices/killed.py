"""Processes for the tests to kill: each sends what is due through the mail server of the test.

`python -m tests.notices.killed PORT`, with the database in DINH_TEST_DATABASE_URL. Each line on the standard input
forks one such process and answers with its number: forking a warm process is cheap.
"""

import os
import signal
import sys


def main(port: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                set_providers(Way.EMAIL, (Mailer("thu", "127.0.0.1", port, "a@b.vn", "A", security="none"),))
                deliver_due(by=SYSTEM, at=AT)
            finally:
                os._exit(0)
        os.write(1, f"{child}\n".encode())


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinh.config.settings_test")
    django.setup()
    from dinh.kernel.actor import SYSTEM
    from dinh.notices.api import deliver_due
    from dinh.notices.plugins.smtp.mailer import Mailer
    from dinh.notices.registry.providers import set_providers
    from dinh.notices.types import Way
    from tests.notices.make import AT

    main(int(sys.argv[1]))
