"""A mail server on a loopback socket that speaks just enough SMTP, and misbehaves when told to."""

import socketserver
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any


@dataclass
class MailServer:
    """`answers` maps a verb (MAIL, RCPT, DATA, DOT) to the line it is answered with instead of being obeyed."""

    port: int = 0
    context: ssl.SSLContext | None = None
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, bool]] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    on_mail: Callable[[EmailMessage], None] = lambda mail: None  # noqa: ARG005


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Any

    def handle(self) -> None:
        self.is_secret = False
        self.say("220 fake ESMTP")
        while line := self.rfile.readline().decode().strip():
            if not self.obey(line.split(" ")[0].upper().split(":")[0], line):
                return

    def finish(self) -> None:
        self.connection.close()

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def obey(self, verb: str, line: str) -> bool:
        house: MailServer = self.server.house
        house.verbs.append(verb)
        if verb in house.answers:
            self.say(house.answers[verb])
        elif verb == "EHLO":
            self.say("250-fake")
            self.say("250-AUTH PLAIN" if self.is_secret or house.context is None else "250-STARTTLS")
            self.say("250 8BITMIME")
        elif verb == "STARTTLS":
            self.begin_secret(house)
        elif verb == "RCPT":
            house.envelopes.append((line.split("<")[1].rstrip(">"), self.is_secret))
            self.say("250 fine")
        elif verb == "DATA":
            self.take(house)
        else:
            self.say({"AUTH": "235 welcome", "QUIT": "221 bye"}.get(verb, "250 fine"))
        return verb != "QUIT"

    def begin_secret(self, house: MailServer) -> None:
        self.say("220 go")
        assert house.context is not None
        self.rfile.close()
        self.connection = house.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.is_secret = True

    def take(self, house: MailServer) -> None:
        self.say("354 speak")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        if "DOT" not in house.answers:
            house.mails.append(mail)
            house.on_mail(mail)
        self.say(house.answers.get("DOT", "250 taken"))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    house: MailServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the game."""


@contextmanager
def serving(house: MailServer) -> Iterator[MailServer]:
    with _Server(("127.0.0.1", house.port), _Talk) as server:
        server.house = house
        house.port = server.server_address[1]
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield house
        finally:
            server.shutdown()
