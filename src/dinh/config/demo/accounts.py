"""The accounts of a demonstration, told to whoever started it."""

from django.conf import settings

from dinh.directory import api as directory
from dinh.kernel import clock


def table() -> str:
    """Return the accounts as a table for the terminal: who, how to sign in, where to go."""
    accounts = directory.create_demo_accounts(at=clock.now())
    rows = [("role", "account", "password", "one-time secret", "then open")]
    rows += [(one.label, one.username, one.password, one.totp_secret, one.url) for one in accounts]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    note = "one-time codes: an authenticator app with the secret, or: dinh totp ACCOUNT"
    return "\n".join(["", *lines, "", f"{note} (DINH_HOME={settings.DINH_HOME})", ""])
