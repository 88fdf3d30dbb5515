"""Drafts of definitions: kept however unfinished, one open version of an indicator at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dinh.indicators.dictionary.events import DefinitionDropped, DefinitionSaved
from dinh.indicators.dictionary.models import Version
from dinh.indicators.dictionary.operations.locking import check_revision, check_state, locked, told
from dinh.indicators.dictionary.policies.access import check_can_edit
from dinh.indicators.dictionary.policies.rows import ORDER, digest, is_code, to_json
from dinh.indicators.dictionary.queries.versions import view_of
from dinh.indicators.dictionary.types import State, VersionView
from dinh.indicators.figures import api as figures
from dinh.kernel.actor import Actor
from dinh.kernel.errors import Conflict, Invalid

_OPEN = (State.DRAFT, State.PROPOSED)


def begin_draft(*, by: Actor, at: datetime, row: Mapping[str, Any]) -> VersionView:
    """Keep a new draft under the code of `row`, as its first or its next version, and return it.

    `row` is what a table of the definition files says; it may be unfinished. Raises NotAllowed DN01, Invalid DN11 for
    an unusable code, Conflict DN16 where a version of it is open already; the same draft of the same person sent
    twice is one.
    """
    check_can_edit(by)
    code = str(row.get("code", ""))
    if not is_code(code) or code in figures.measures():
        words = _(
            "A code is made of a-z, 0-9, points and low lines, begins with a letter, and is no name of a measure."
        )
        raise Invalid("DN11", words, fields={"code": words})
    kept = _kept(row)
    try:
        with transaction.atomic():
            made = Version.objects.create(
                code=code,
                number=next_number(code),
                row=to_json(kept),
                digest=digest(kept),
                editors=[by.person_id],
                edited_by=by.person_id,
                edited_name=by.display_name,
                edited_at=at,
            )
            _saved(made, by=by, at=at)
    except IntegrityError as clash:
        return _begun_already(code, kept, by, clash)
    return view_of(made)


def _begun_already(code: str, kept: Mapping[str, Any], by: Actor, clash: IntegrityError) -> VersionView:
    other = Version.objects.filter(code=code, state__in=_OPEN).first()
    if other is not None and (other.edited_by, other.digest) == (by.person_id, digest(kept)):
        return view_of(other)
    raise Conflict(
        "DN16",
        _("%(code)s has a version under way already.") % {"code": code},
        _("Open it from the list and go on there."),
    ) from clash


def next_number(code: str) -> int:
    """Return the number the next version of an indicator has, whether it came with the house or not."""
    return len(figures.versions(code)) + 1 if code in figures.codes() else 1


def save_draft(
    *, by: Actor, at: datetime, version_id: str, row: Mapping[str, Any], revision: int | None
) -> VersionView:
    """Keep what was typed into a draft and return it; its code stays.

    Raises NotAllowed DN01, NotFound DN13, Conflict DN12 when somebody saved after `revision`, DN14 when it is no
    draft any more. The same sent twice is saved once.
    """
    check_can_edit(by)
    kept = _kept(row)
    with transaction.atomic():
        one = locked(version_id)
        check_state(one, State.DRAFT)
        if (one.edited_by, one.digest) == (by.person_id, digest(kept)):
            return view_of(one)
        check_revision(one, revision)
        one.row, one.digest, one.number = to_json(kept), digest(kept), next_number(one.code)
        one.edited_by, one.edited_name, one.edited_at = by.person_id, by.display_name, at
        one.editors = sorted({*one.editors, by.person_id})
        one.revision += 1
        one.save()
        _saved(one, by=by, at=at)
    return view_of(one)


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out code and number, which the version has itself, and any word a definition does not have."""
    return {name: row[name] for name in ORDER if name in row and name not in {"code", "version"}}


def _saved(one: Version, *, by: Actor, at: datetime) -> None:
    event = DefinitionSaved(
        version_id=one.public_id, code=one.code, number=one.number, revision=one.revision, digest=one.digest
    )
    told(event, one, by=by, at=at)


def drop_draft(*, by: Actor, at: datetime, version_id: str) -> None:
    """Throw a draft away. Raises NotAllowed DN01, NotFound DN13, Conflict DN14 when it is no draft."""
    check_can_edit(by)
    with transaction.atomic():
        one = locked(version_id)
        check_state(one, State.DRAFT)
        event = DefinitionDropped(version_id=one.public_id, code=one.code, number=one.number)
        told(event, one, by=by, at=at)
        one.delete()
