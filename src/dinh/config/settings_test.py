"""Settings of the tests: everything real, only faster password hashes and plain static names.

One throw-away PostgreSQL for all tests of this machine is started here, before Django connects.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DINH_HOME", str(Path(tempfile.gettempdir()) / f"dinh-test-{os.getuid()}"))
os.environ.setdefault("DINH_SIMULATORS", "1")
os.environ.setdefault("DINH_SECRET_KEY", "only-for-tests-" + "x" * 40)


def _database() -> str:
    if "DINH_TEST_DATABASE_URL" in os.environ:
        return os.environ["DINH_TEST_DATABASE_URL"]
    import psycopg

    from dinh.config import postgres

    urls = postgres.start(Path(os.environ["DINH_HOME"]), keep_running=True)
    # Tests need speed, not durability; tests of durability start a server of their own.
    with psycopg.connect(urls.owner, autocommit=True) as link:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            link.execute(f"ALTER SYSTEM SET {name} = off")
        link.execute("SELECT pg_reload_conf()")
    return urls.owner


os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = _database()

from dinh.config.settings import *  # noqa: E402, F403
from dinh.config.settings import DATABASES, STORAGES  # noqa: E402

# Lets the tests of several transactions empty the append-only tables between them.
DATABASES["default"]["OPTIONS"]["options"] = "-c dinh.throwaway=on"  # type: ignore[index]
DINH_SIMULATORS = True
DINH_SYNTHETIC = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
Path(os.environ["DINH_HOME"], "static").mkdir(parents=True, exist_ok=True)
