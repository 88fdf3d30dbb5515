"""The bank that does not exist: moves no money, tells the payment platform's lies and truths on request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import httpx2

from dinh.kernel.clock import VN, local
from dinh.kernel.ids import unguessable
from dinh.payments import registry
from dinh.payments.models import SimulatedTransfer
from dinh.payments.plugins.national_platform import messages
from dinh.payments.plugins.national_platform.gateway import NationalPlatform
from dinh.payments.policies.references import find_reference
from dinh.payments.policies.vietqr import Read
from dinh.payments.types import StatementRow

_SECONDS = 8.0
_LATE = timedelta(days=30)


class Trouble(StrEnum):
    """How the bank misbehaves, to see that the house bears it."""

    NONE = "none"
    TWICE = "twice"
    LATE = "late"
    REORDERED = "reordered"
    FORGED = "forged"
    WRONG_AMOUNT = "wrong_amount"
    FAILED = "failed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the house answered to one message; `code` "" when it did not."""

    label: str
    code: str
    text: str


def platform() -> NationalPlatform:
    found = registry.gateway()
    if not isinstance(found, NationalPlatform):
        raise TypeError("the simulated bank plays the National Payment Platform only")
    return found


def move(*, wanted: Read, amount_vnd: int, at: datetime) -> SimulatedTransfer:
    """Write a transfer into the bank's book."""
    made = _transfer(wanted, amount_vnd, at)
    made.save(force_insert=True)
    return made


def _transfer(wanted: Read, amount_vnd: int, at: datetime) -> SimulatedTransfer:
    return SimulatedTransfer(
        transaction_no=f"GL{local(at):%y%m%d}{unguessable(length=8)}",
        reference=find_reference(wanted.purpose),
        bank_bin=wanted.bank_bin,
        account=wanted.account,
        amount_vnd=amount_vnd,
        content=wanted.purpose,
        made_at=at,
    )


def notice_of(row: SimulatedTransfer, *, error_code: str = messages.SUCCESS, secret: str = "") -> dict[str, str]:
    ours = platform()
    return messages.callback(
        reference=row.reference or "KHONGRO",
        amount_vnd=row.amount_vnd,
        transaction_no=row.transaction_no,
        bank=row.bank_bin,
        paid_at=row.made_at,
        text=row.content,
        partner=ours.partner,
        secret=secret or ours.secret,
        error_code=error_code,
    )


def send(notice: Mapping[str, str], url: str, label: str) -> Answer:
    """Send a call-back from server to server, as the platform does."""
    try:
        answer = httpx2.post(url, json=dict(notice), timeout=_SECONDS)
        said = answer.json()
    except (httpx2.HTTPError, ValueError) as fault:
        return Answer(label=label, code="", text=type(fault).__name__)
    return Answer(label=label, code=str(said.get("MaLoi", "")), text=str(said.get("MoTa", "")))


def act(*, wanted: Read, amount_vnd: int, at: datetime, trouble: Trouble, url: str) -> tuple[Answer, ...]:
    """Transfer and tell the house, in the way asked for; what was never moved stands in no book."""
    if trouble in {Trouble.FORGED, Trouble.FAILED}:
        return _without_money(wanted=wanted, amount_vnd=amount_vnd, at=at, trouble=trouble, url=url)
    amount = amount_vnd + 1000 if trouble is Trouble.WRONG_AMOUNT else amount_vnd
    row = move(wanted=wanted, amount_vnd=amount, at=at + _LATE if trouble is Trouble.LATE else at)
    good, failed = notice_of(row), notice_of(row, error_code="24")
    if trouble is Trouble.SILENT:
        return ()
    if trouble is Trouble.TWICE:
        return send(good, url, "1"), send(good, url, "2")
    if trouble is Trouble.REORDERED:
        return send(good, url, "00"), send(failed, url, "24")
    return (send(good, url, "00"),)


def _without_money(*, wanted: Read, amount_vnd: int, at: datetime, trouble: Trouble, url: str) -> tuple[Answer, ...]:
    row = _transfer(wanted, amount_vnd, at)
    is_forged = trouble is Trouble.FORGED
    notice = notice_of(row, secret="not the secret") if is_forged else notice_of(row, error_code="24")  # noqa: S106
    return (send(notice, url, trouble),)


def answer_query(reference: str) -> dict[str, str] | None:
    """Return the message about the last transfer with this reference."""
    row = SimulatedTransfer.objects.filter(reference=reference).order_by("-id").first()
    return None if row is None else notice_of(row)


def statement_of(on: date) -> tuple[StatementRow, ...]:
    """Return the bank's book of a day."""
    start = datetime.combine(on, time.min, tzinfo=VN)
    rows = SimulatedTransfer.objects.filter(made_at__gte=start, made_at__lt=start + timedelta(days=1)).order_by("id")
    return tuple(
        StatementRow(
            transaction_no=row.transaction_no,
            reference=row.reference,
            amount_vnd=row.amount_vnd,
            content=row.content,
            paid_at=local(row.made_at),
        )
        for row in rows
    )
