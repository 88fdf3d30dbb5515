"""Sessions in the database, read at every request by a question that is compiled once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session

from dinh.kernel.clock import now
from dinh.kernel.compiled import Compiled

_STANDING = Compiled(Session.objects, lambda rows: rows.filter(expire_date__gt=now(), session_key=""))


class SessionStore(InDatabase):
    def _get_session_from_db(self) -> Any:
        row = _STANDING.first(now(), self.session_key)
        if row is None:
            # As the parent does: an ended session is never continued under its old key.
            self._session_key = None
        return row
