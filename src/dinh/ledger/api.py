"""The door of the ledger: record an act, follow the record, prove and verify it."""

from dinh.ledger.operations.bulk import BulkRow, BulkWriter, bulk_record, entry_id_at, make_months_of
from dinh.ledger.operations.deliver import deliver, read_again
from dinh.ledger.operations.keys import change_key, export_key, public_keys
from dinh.ledger.operations.loop import ask_to_seal, make_months, run_forever
from dinh.ledger.operations.privileges import apply_privileges
from dinh.ledger.operations.record import Recorded, digest, record, record_refused
from dinh.ledger.operations.replay import Replay, replay
from dinh.ledger.operations.seal import seal
from dinh.ledger.operations.skip import SkipRefused, skip_history
from dinh.ledger.policies import can_read_entries
from dinh.ledger.queries.entries import EntryView, entries_of, entry, entry_at, position_of
from dinh.ledger.queries.faults import Fault, Report
from dinh.ledger.queries.heads import HeadView, head
from dinh.ledger.queries.keys import Change, changes
from dinh.ledger.queries.letters import DeadLetterView, FollowerView, count_dead_letters, dead_letters, followers
from dinh.ledger.queries.proofs import Consistency, prove, prove_growth
from dinh.ledger.queries.verify import verify
from dinh.ledger.queries.words import words_of
from dinh.ledger.registry import Delivered, Handler, handler, handlers, register_handlers
from dinh.ledger.types.head import key_name, load_public
from dinh.ledger.types.proof import Checked, Proof, check

__all__ = [
    "BulkRow",
    "BulkWriter",
    "Change",
    "Checked",
    "Consistency",
    "DeadLetterView",
    "Delivered",
    "EntryView",
    "Fault",
    "FollowerView",
    "Handler",
    "HeadView",
    "Proof",
    "Recorded",
    "Replay",
    "Report",
    "SkipRefused",
    "apply_privileges",
    "ask_to_seal",
    "bulk_record",
    "can_read_entries",
    "change_key",
    "changes",
    "check",
    "count_dead_letters",
    "dead_letters",
    "deliver",
    "digest",
    "entries_of",
    "entry",
    "entry_at",
    "entry_id_at",
    "export_key",
    "followers",
    "handler",
    "handlers",
    "head",
    "key_name",
    "load_public",
    "make_months",
    "make_months_of",
    "position_of",
    "prove",
    "prove_growth",
    "public_keys",
    "read_again",
    "record",
    "record_refused",
    "register_handlers",
    "replay",
    "run_forever",
    "seal",
    "skip_history",
    "verify",
    "words_of",
]
