"""The catalogue over HTTP: anyone may read it."""

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema

from dinh.kernel import clock
from dinh.procedures import api

router = Router(tags=["procedures"])


class Hit(Schema):
    code: str
    version_id: str
    name: str
    field: str
    ministry: str
    is_online: bool


class Hits(Schema):
    items: list[Hit]
    page: int
    pages: int
    total: int
    is_loose: bool


class Fee(Schema):
    kind: str
    amount_vnd: int | None
    currency: str
    text: str


class Channel(Schema):
    channel: str
    limit: str
    limit_as_written: str
    is_amount_entered: bool
    fees: list[Fee]


class Component(Schema):
    component_id: str
    case: str
    name: str
    is_note: bool
    accepts_results: list[str]


class Procedure(Schema):
    code: str
    version_id: str
    name: str
    field: str
    ministry: str
    is_online: bool
    competent: str
    decision_no: str
    legal_basis: list[str]
    channels: list[Channel]
    components: list[Component]
    results: list[str]


@router.get("", response=Hits, summary="Find procedures by words, without tones and with typing errors")
def find(request: HttpRequest, q: str = "", page: int = Query(1, ge=1, le=10_000)) -> Hits:  # type: ignore[type-arg]
    del request
    found = api.search(text=q[:200], on=clock.now().date(), page=page)
    items = [
        Hit(code=h.code, version_id=h.version_id, name=h.name, field=h.field, ministry=h.ministry, is_online=h.online)
        for h in found.items
    ]
    return Hits(items=items, page=found.number, pages=found.pages, total=found.total, is_loose=found.is_loose)


@router.get("/{code}", response=Procedure, summary="One procedure as it was on a day (today when left out)")
def read(request: HttpRequest, code: str, on: date | None = None) -> Procedure:
    del request
    view = api.version_on(code=code, on=on or clock.now().date())
    return Procedure(
        code=view.code,
        version_id=view.version_id,
        name=view.name,
        field=view.field,
        ministry=view.ministry,
        is_online=view.online,
        competent=view.competent_text,
        decision_no=view.decision_no,
        legal_basis=list(view.legal_docs),
        channels=[_channel(one) for one in view.channels],
        components=[
            Component(
                component_id=one.component_id,
                case=one.case,
                name=one.name,
                is_note=one.is_note,
                accepts_results=list(one.accepts_results),
            )
            for one in view.components
        ],
        results=[f"{one.code} {one.name}".strip() for one in view.results],
    )


def _channel(one: api.ChannelView) -> Channel:
    return Channel(
        channel=one.channel,
        limit=str(one.limit) if one.limit else "",
        limit_as_written=one.limit_raw,
        is_amount_entered=one.is_amount_entered,
        fees=[
            Fee(kind=fee.kind, amount_vnd=fee.amount_vnd, currency=fee.currency, text=fee.amount_text)
            for fee in one.fees
        ],
    )
