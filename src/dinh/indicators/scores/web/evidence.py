"""Files of proof beside a value: what they are, their hash, who kept them and when."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from dinh.documents import api as documents

_KB = 1024


def shown(files: Sequence[str], who: str) -> list[dict[str, Any]]:
    """Return the files of a value; their address opens to those who may see the values."""
    kept = [documents.file(file_id=one) for one in files]
    return [
        {
            "name": one.name,
            "href": reverse("documents:file", args=[one.file_id]),
            "size": max(1, round(one.size / _KB)),
            "sha256": one.sha256,
            "who": who,
            "at": one.stored_at,
        }
        for one in kept
    ]
