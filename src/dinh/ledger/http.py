"""The record's signed head and proofs over HTTP: anyone may check, nobody sees the content."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from dinh.ledger import api

router = Router(tags=["ledger"])


class Head(Schema):
    size: int
    note: str


@router.get("/head", response=Head, summary="The newest signed head, in checkpoint form")
def newest(request: HttpRequest) -> Head:
    del request
    found = api.head()
    return Head(size=found.size, note=found.note.decode()) if found else Head(size=0, note="")


@router.get("/entries/{entry_id}/proof", response=dict[str, Any], summary="Proof that an entry stands under the head")
def proof(request: HttpRequest, entry_id: str) -> dict[str, Any]:
    del request
    told: dict[str, Any] = json.loads(api.prove(entry_id, show_body=False).to_json())
    return told
