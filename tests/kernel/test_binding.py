from typing import Any

import pytest
from django.db import connection

from dinh.kernel.compiled import binding_at_the_server


@pytest.mark.django_db(transaction=True)
def test_connection_that_broke_between_requests_is_made_anew() -> None:
    held: Any = connection
    held.ensure_connection()
    held.health_check_enabled, held.health_check_done = True, False
    held.connection.close()
    with binding_at_the_server() as cursor:
        cursor.execute("SELECT %s::int + 1", [1])
        assert cursor.fetchone() == (2,)
