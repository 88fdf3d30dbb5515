"""What the running system may do in the database: everything, except to change the record."""

from django.db import connection, transaction
from psycopg import sql

APP_ROLE = "dinh_app"
# The record itself: read and add, nothing else.
APPEND_ONLY = ("ledger_entry", "ledger_sealed", "ledger_about", "ledger_node", "ledger_head")
# The queue of the sealer: read, add and take away, never change.
QUEUE = ("ledger_pending",)


def apply_privileges() -> None:
    """Give the role of the running system its rights after migrations; run as the owner of the tables.

    Tables and sequences of all modules can be read and written; the record can only be read and added to, and its
    months only through the record. Repeatable.
    """
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    role = sql.Identifier(APP_ROLE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {role} LOGIN").format(role=role))
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(role=role))
        cursor.execute("SELECT relid::regclass::text FROM pg_partition_tree('ledger_entry') WHERE isleaf")
        months = [name for (name,) in cursor.fetchall()]
        for name in (*APPEND_ONLY, *QUEUE, *months):
            cursor.execute(sql.SQL("REVOKE ALL ON {t} FROM {role}").format(t=sql.Identifier(name), role=role))
        for name in APPEND_ONLY:
            cursor.execute(sql.SQL("GRANT SELECT, INSERT ON {t} TO {role}").format(t=sql.Identifier(name), role=role))
        for name in QUEUE:
            grant = sql.SQL("GRANT SELECT, INSERT, DELETE ON {t} TO {role}")
            cursor.execute(grant.format(t=sql.Identifier(name), role=role))
