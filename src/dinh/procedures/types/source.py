"""One procedure as the source publishes it, before anything is read into it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

FIELDS = (
    "name",
    "field",
    "ministry",
    "levels",
    "decision_no",
    "type",
    "subjects",
    "implementing_agency",
    "competent_agency",
    "legal_docs",
    "source_url",
    "source",
)


@dataclass(frozen=True, slots=True)
class SourceChannel:
    channel: str
    time_raw: str
    fee_raw: str
    note: str
    parse_flag: str


@dataclass(frozen=True, slots=True)
class SourceComponent:
    seq: int
    case: str
    name: str
    form_file: str
    originals: str
    copies: str
    parse_flag: str


@dataclass(frozen=True, slots=True)
class SourceResult:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProvinceEntry:
    """What the province itself entered for a procedure: a limit or fees, dated, with where it comes from."""

    channels: tuple[str, ...]
    limit: str
    fees: tuple[tuple[str, int, str], ...]
    source: str
    mark: str

    def line(self) -> str:
        return json.dumps([self.channels, self.limit, self.fees, self.source, self.mark], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class SourceProcedure:
    code: str
    fields: Mapping[str, str]
    channels: tuple[SourceChannel, ...]
    components: tuple[SourceComponent, ...]
    results: tuple[SourceResult, ...]
    steps: str = ""
    conditions: str = ""
    province: tuple[ProvinceEntry, ...] = ()

    def flat(self) -> dict[str, str]:
        """Return every published word under a stable name, so that two editions can be compared field by field."""
        flat = {name: self.fields.get(name, "") for name in FIELDS}
        flat["steps"], flat["conditions"] = self.steps, self.conditions
        seen: Counter[str] = Counter()

        def keep(key: str, value: str) -> None:
            seen[key] += 1
            flat[key if seen[key] == 1 else f"{key} #{seen[key]}"] = value

        for channel in self.channels:
            number = f"channel/{channel.channel}"
            keep(f"{number}/time", " ".join(part for part in (channel.time_raw, channel.parse_flag) if part))
            keep(f"{number}/fee", channel.fee_raw)
            keep(f"{number}/note", channel.note)
        for one in self.components:
            counted = f"{one.originals or '?'} + {one.copies or '?'} {one.form_file} {one.parse_flag}"
            keep(f"component/{one.case}/{one.name}", counted.strip())
        for result in self.results:
            keep(f"result/{result.code}", result.name)
        for entry in self.province:
            keep("province", entry.line())
        return flat

    def digest(self) -> str:
        return digest_of(self.flat())


def digest_of(flat: Mapping[str, str]) -> str:
    return sha256(json.dumps(flat, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the fields that differ, sorted by name, each with the old and the new words (empty: absent)."""
    names = sorted(name for name in old.keys() | new.keys() if old.get(name, "") != new.get(name, ""))
    gone = sorted(name for name in old.keys() ^ new.keys() if name not in names)
    return [
        {
            "field": name,
            "old": old.get(name, "") or ("+" if name in gone and name in old else ""),
            "new": new.get(name, "") or ("+" if name in gone and name in new else ""),
        }
        for name in sorted([*names, *gone])
    ]
