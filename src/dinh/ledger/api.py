"""The door of the ledger: record an act, follow the record, prove and verify it."""

from dinh.ledger.operations.deliver import deliver
from dinh.ledger.operations.keys import export_key
from dinh.ledger.operations.record import Recorded, digest, record, record_refused
from dinh.ledger.operations.seal import seal
from dinh.ledger.queries.heads import HeadView, head
from dinh.ledger.registry import Delivered, Handler, handler, register_handlers

__all__ = [
    "Delivered",
    "Handler",
    "HeadView",
    "Recorded",
    "deliver",
    "digest",
    "export_key",
    "handler",
    "head",
    "record",
    "record_refused",
    "register_handlers",
    "seal",
]
