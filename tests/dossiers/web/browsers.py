"""Browsers of people who are signed in, and what stands on their pages."""

import html
import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dinh.directory import api as directory
from dinh.kernel.actor import SYSTEM, Actor
from tests.dossiers import world as w


def account(who: Actor) -> Any:
    kind = directory.AccountKind.OFFICIAL if who.is_official else directory.AccountKind.CITIZEN
    made = directory.open_account(by=SYSTEM, at=w.AT, kind=kind, username=f"u-{who.person_id}", person_id=who.person_id)
    if who.is_official:
        Authenticator.objects.create(user_id=made.pk, type=Authenticator.Type.TOTP, data={})
    return made


def signed_in(made: Any) -> Client:
    client = Client()
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(response: Any) -> str:
    """What a person reads: tags out, spaces as one."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(bare).split())


def pdf(name: str = "giay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, w.pdf().read(), content_type="application/pdf")


def opened(client: Client, code: str, person_id: str) -> str:
    """Open a draft in the browser and return its id."""
    answer = client.post(f"/nop-ho-so/{code}/cho-ai/", {"person_id": person_id})
    assert answer.status_code == 302, text_of(answer)
    return str(answer.headers["Location"].split("/")[3])


# The pages of the form made from the catalogue, as somebody answers them.
DECLARED: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "to-khai-nguoi-de-nghi/",
        {
            "applicant.name": "Nguyễn Thị Hòa",
            "applicant.cccd": "900000000001",
            "applicant.born_on": "02/09/1990",
            "applicant.gender": "female",
            "applicant.nationality": "Việt Nam",
        },
    ),
    ("to-khai-noi-dung-de-nghi/", {"request": "Đăng ký khai sinh cho con"}),
    ("to-khai-cam-doan/", {"truth": "yes"}),
)


def walked(client: Client, code: str, submission_id: str) -> str:
    """Answer every page of a birth registration and return the address of the draft."""
    at = f"/nop-ho-so/{code}/{submission_id}/"
    pages: list[tuple[str, dict[str, Any]]] = [
        ("noi-giai-quyet/", {"residence_unit_id": str(w.COMMUNE)}),
        ("lien-he/", {"applicant_phone": "0912 345 678", "applicant_email": "", "applicant_address": "Thôn 1"}),
        *DECLARED,
        ("giay-to-1/", {"do": "upload", "file": pdf()}),
        ("giay-to-2/", {"do": "paper"}),
        ("nhan-ket-qua/", {"delivery_way": "online"}),
    ]
    for slug, answers in pages:
        answer = client.post(f"{at}{slug}", answers)
        assert answer.status_code == 302, f"{slug}: {text_of(answer)}"
    return at


def sent(client: Client, code: str, person_id: str) -> str:
    """File a birth registration in the browser and return the submission's id."""
    submission_id = opened(client, code, person_id)
    at = walked(client, code, submission_id)
    answer = client.post(f"{at}kiem-tra/", {"is_true": "on"})
    assert answer.status_code == 302, text_of(answer)
    return submission_id
