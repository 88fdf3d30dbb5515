"""Keeping what was filled in without asking, so that it stays visible what the person changed."""

from collections.abc import Mapping

from dinh.forms.models import Prefill
from dinh.forms.types import Fact

__all__ = ["keep_facts"]


def keep_facts(*, subject_id: str, facts: Mapping[str, Fact]) -> None:
    """Keep the sources of one beginning: this function will write them once, inside the caller's transaction.

    No entry of the record: nothing has happened to anybody yet, and the values are personal. Basis: 45/2020/NĐ-CP,
    Điều 4 khoản 4.
    """
    if facts:
        kept = {address: [one.value, one.source.value, one.day.isoformat()] for address, one in facts.items()}
        Prefill.objects.create(subject_id=subject_id, facts=kept)
