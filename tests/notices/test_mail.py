"""The mail plugin against a real socket: what it sends, and what each answer of a server means."""

import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dinh.notices.plugins.smtp.mailer import Mailer, compose
from dinh.notices.registry.providers import Forged, ProviderDown, Refused, TryLater
from dinh.notices.types import Outgoing
from tests.fakes.mail_server import MailServer, serving

MAIL = Outgoing("msg_01", "hoa@example.vn", "Nguyễn Thị Hòa", "Hồ sơ đã có kết quả", "Kính gửi anh/chị.\n.\nĐã xong.")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving(MailServer()) as house:
        yield house


def mailer(server: MailServer, **more: str) -> Mailer:
    given = {"security": "none", **more}
    return Mailer("thu", "127.0.0.1", server.port, "tra-loi@lamdong.example", "Tỉnh Lâm Đồng", **given)


def test_a_mail_arrives_as_it_was_written(server: MailServer) -> None:
    reference = mailer(server).send(MAIL)
    (mail,) = server.mails
    assert mail.get_content().strip().replace("\r\n", "\n") == MAIL.text
    assert (mail["Subject"], mail["To"]) == (MAIL.title, "Nguyễn Thị Hòa <hoa@example.vn>")
    assert mail["Message-ID"] == reference == "<msg_01@lamdong.example>"
    assert server.envelopes == [("hoa@example.vn", False)]


def test_every_try_carries_the_same_number(server: MailServer) -> None:
    assert mailer(server).send(MAIL) == mailer(server).send(MAIL)


@pytest.mark.parametrize(
    ("verb", "line", "fault"),
    [
        ("RCPT", "550 5.1.1 no such user", Refused),
        ("RCPT", "450 4.2.0 greylisted", TryLater),
        ("RCPT", "421 closing", ProviderDown),
        ("DOT", "554 5.7.1 spam", Refused),
        ("DOT", "451 try later", TryLater),
        ("MAIL", "530 sign in first", ProviderDown),
        ("EHLO", "421 too busy", ProviderDown),
    ],
)
def test_each_answer_means_what_it_says(server: MailServer, verb: str, line: str, fault: type[Exception]) -> None:
    server.answers[verb] = line
    if verb == "EHLO":
        server.answers["HELO"] = line
    with pytest.raises(fault):
        mailer(server).send(MAIL)
    assert server.mails == []


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = MailServer(port=probe.getsockname()[1])
    with pytest.raises(ProviderDown):
        mailer(free).send(MAIL)


def test_an_address_that_is_none_is_refused_before_anything_is_sent(server: MailServer) -> None:
    with pytest.raises(Refused):
        mailer(server).send(Outgoing("msg_02", "hoa@", "Hòa", "Tin", "Lời"))
    assert server.verbs == []


def test_a_title_of_two_lines_makes_no_second_header() -> None:
    mail = compose(Outgoing("msg_03", "a@b.vn", "A\r\nBcc: c@d.vn", "Tin\r\nBcc: c@d.vn", "Lời"), "x@y.vn", "Y")
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Tin Bcc: c@d.vn"


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return cert_file, key_file


def test_starttls_hides_the_address_and_a_stranger_s_certificate_is_not_trusted(tmp_path: Path) -> None:
    cert, key = _certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    with serving(MailServer(context=context)) as house:
        ours = {"security": "starttls", "user": "dinh", "password": "x"}
        mailer(house, ca_file=str(cert), **ours).send(MAIL)
        assert house.envelopes == [("hoa@example.vn", True)]
        with pytest.raises(ProviderDown):
            mailer(house, **ours).send(MAIL)
        assert len(house.mails) == 1


def test_a_server_without_starttls_gets_nothing(server: MailServer) -> None:
    with pytest.raises(ProviderDown):
        mailer(server, security="starttls").send(MAIL)
    assert server.envelopes == []


def test_mail_servers_send_no_receipts(server: MailServer) -> None:
    with pytest.raises(Forged):
        mailer(server).read_receipt(b"{}", {})
