"""Somebody at a browser, reduced to what goes over the wire: a session, a form, an answer."""

import http.client
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Visitor:
    """Keeps one connection, as browsers do, and opens another when it breaks."""

    port: int
    session: str = ""
    seconds: float = 30.0
    _token: str = field(default_factory=lambda: secrets.token_hex(16))
    _line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", "")

    def post(self, path: str, **fields: str) -> Answer:
        return self._ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def send(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """Send a file in the field `file`, as a form does."""
        mark = secrets.token_hex(8)
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _ask(self, verb: str, path: str, body: bytes, kind: str) -> Answer:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        headers = {"Cookie": f"dinh_session={self.session}; dinh_csrf={self._token}", "X-CSRFToken": self._token}
        try:
            self._line.request(verb, path, body, {**headers, **({"Content-Type": kind} if kind else {})})
            with self._line.getresponse() as came:
                text = came.read().decode("utf-8", "replace")
                return Answer(came.status, came.headers.get("Location", ""), text)
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
