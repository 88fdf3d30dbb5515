"""A proof file: everything needed to check, with the public key alone, that an entry stands in the signed record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dinh.ledger.types import merkle
from dinh.ledger.types.canonical import SchemaError, content_hash, loads
from dinh.ledger.types.head import HeadText, is_signed_by, load_publics, read

FORMAT = "dinh-ledger-proof-1"


@dataclass(frozen=True, slots=True)
class Proof:
    """`body` is None in a public proof, which shows that the entry exists without showing it."""

    entry_id: str
    kind: str
    position: int
    hash: bytes
    body: bytes | None
    path: tuple[bytes, ...]
    note: bytes

    def to_json(self) -> str:
        """Return the proof file, readable by people and by other programs."""
        content = {
            "format": FORMAT,
            "entry_id": self.entry_id,
            "kind": self.kind,
            "position": self.position,
            "hash": self.hash.hex(),
            "body": None if self.body is None else self.body.decode(),
            "path": [step.hex() for step in self.path],
            "head": self.note.decode(),
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    @staticmethod
    def from_json(text: str | bytes) -> "Proof":
        """Return the proof of a file; raises SchemaError when it is not one."""
        raw = loads(text)
        if raw.get("format") != FORMAT:
            raise SchemaError("not a proof file of this ledger")
        try:
            return _parsed(raw)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise SchemaError(f"the proof file is malformed: {fault!r}") from fault


def _parsed(raw: Mapping[str, Any]) -> Proof:
    return Proof(
        entry_id=str(raw["entry_id"]),
        kind=str(raw["kind"]),
        position=int(raw["position"]),
        hash=bytes.fromhex(raw["hash"]),
        body=None if raw["body"] is None else raw["body"].encode(),
        path=tuple(bytes.fromhex(step) for step in raw["path"]),
        note=raw["head"].encode(),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: `faults` is empty when the proof holds; the head is what the signer stood for."""

    faults: tuple[str, ...]
    head: HeadText | None

    @property
    def holds(self) -> bool:
        return not self.faults


def check(proof: Proof, public_key: bytes) -> Checked:
    """Check a proof with the signer's public key (PEM; several, when keys were changed): content, path, signature.

    Needs no database.
    """
    publics = load_publics(public_key)
    faults: list[str] = []
    if proof.body is not None:
        faults += _body_faults(proof, proof.body)
    try:
        head = read(proof.note)
    except SchemaError as fault:
        return Checked((*faults, str(fault)), None)
    if not any(is_signed_by(proof.note, public) for public in publics):
        faults.append("the head is not signed by this key")
    stands = merkle.verify_inclusion(
        leaf=merkle.leaf_hash(proof.hash), index=proof.position - 1, size=head.size, path=proof.path, root=head.root
    )
    if not stands:
        faults.append("the path does not lead from the entry to the root of the head")
    return Checked(tuple(faults), head)


def _body_faults(proof: Proof, body: bytes) -> list[str]:
    if content_hash(body) != proof.hash:
        return ["the content does not have the hash of the proof"]
    try:
        said = loads(body)
    except SchemaError as fault:
        return [str(fault)]
    if (said.get("id"), said.get("kind")) != (proof.entry_id, proof.kind):
        return ["the content is of another entry"]
    return []
