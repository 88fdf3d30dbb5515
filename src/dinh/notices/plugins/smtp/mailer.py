"""Mail over SMTP (RFC 5321), by STARTTLS or TLS from the start; each message has a connection of its own."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from dinh.notices.registry.providers import Forged, ProviderDown, Refused, TryLater
from dinh.notices.types import Outgoing, SignedReceipt

__all__ = ["Mailer", "compose"]

_SECONDS = 10.0
_NOT_AVAILABLE = 421
_FOR_GOOD = 500


@dataclass(frozen=True, slots=True)
class Mailer:
    """`security` is starttls, tls or none (a relay on this very machine); `ca_file` "" trusts the system's store."""

    name: str
    host: str
    port: int
    sender: str
    sender_name: str
    security: str = "starttls"
    user: str = ""
    password: str = ""
    ca_file: str = ""
    kind: str = "smtp"

    def send(self, message: Outgoing) -> str:
        mail = compose(message, self.sender, self.sender_name)
        try:
            with self._connected() as link:
                link.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            raise _judged(code, words) from refusal
        except smtplib.SMTPDataError as refusal:
            raise _judged(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError) as fault:
            raise ProviderDown(f"{type(fault).__name__}: {fault}") from fault
        return str(mail["Message-ID"])

    def read_receipt(self, body: bytes, headers: Mapping[str, str]) -> SignedReceipt:
        """Mail servers send no signed receipts: whatever claims to be one is not."""
        del body, headers
        raise Forged

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        if self.security == "tls":
            link: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=context)
        else:
            link = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
        try:
            if self.security == "starttls":
                link.starttls(context=context)
            if self.user:
                link.login(self.user, self.password)
        except BaseException:
            link.close()
            raise
        return link


def _judged(code: int, words: bytes | str) -> Exception:
    """Tell a refusal for good (5xx) from "not now" (4xx); 421 says that the whole server is going away."""
    text = f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    if code == _NOT_AVAILABLE:
        return ProviderDown(text)
    return Refused(text) if code >= _FOR_GOOD else TryLater(text)


def compose(message: Outgoing, sender: str, sender_name: str) -> EmailMessage:
    """Return the mail; its Message-ID is the same for every try, so that a second copy is known as one."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(message.title.split())
    mail["From"] = Address(sender_name, addr_spec=sender)
    mail["To"] = _address(message)
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = f"<{message.key}@{sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text + "\n", cte="quoted-printable")
    return mail


def _address(message: Outgoing) -> Address:
    try:
        return Address(" ".join(message.name.split()), addr_spec=message.address)
    except (ValueError, IndexError) as fault:
        raise Refused("not a mail address") from fault
