"""Second signatures: who is asked, what exactly is signed, how long an invitation stands."""

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from dinh.forms.policies.answers import live
from dinh.forms.policies.compiling import Compiled, Question
from dinh.forms.policies.conditions import holds
from dinh.forms.policies.wording import help_of, label_of, lang_of
from dinh.forms.types.kinds import Kind
from dinh.forms.types.views import CosignAsked

STANDS = timedelta(days=7)
REMINDED_AFTER = timedelta(days=3)
MOST_FAILURES = 5
# More invitations than this in a day are only handed on by code: nobody is plagued with messages.
MOST_TOLD_A_DAY = 5
NUMBER_LENGTH = 12


def asked_of(form: Compiled, answers: Mapping[str, Any]) -> tuple[CosignAsked, ...]:
    """Return the second signatures that these answers ask for, in the order of the form."""
    found = live(form, answers)
    return tuple(
        _asked(one, found.answers)
        for sheet in form.sheets
        if sheet.page.name in found.pages
        for one in sheet.questions
        if one.kind is Kind.CO_SIGNATURE and _is_needed(one, found.answers)
    )


def _asked(one: Question, answers: Mapping[str, Any]) -> CosignAsked:
    said = answers.get(one.block.signer)
    who = said if isinstance(said, Mapping) else {}
    return CosignAsked(
        name=one.name,
        label=label_of(one.block),
        help=help_of(one.block),
        signer_name=str(who.get("name", "")),
        signer_number=str(who.get("cccd", "")),
        signer_phone=str(who.get("phone", "")),
        signer_email=str(who.get("email", "")),
        lang=lang_of(one.block.label, one.block.label_en),
    )


def may_ask(form: Compiled) -> bool:
    """Tell whether any answers to this form ask for a second signature."""
    return any(one.kind is Kind.CO_SIGNATURE for one in form.by_pattern.values())


def _is_needed(one: Question, answers: Mapping[str, Any]) -> bool:
    if one.show is not None and not holds(one.show, answers):
        return False
    return one.need if isinstance(one.need, bool) else holds(one.need, answers)


def digest_of(form: Compiled, form_id: str, answers: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the version and of the answers that count: any change of them makes another one."""
    kept = {"form": form_id, "answers": live(form, answers).answers}
    return sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def code_digest(code: str) -> str:
    return sha256(f"dinh.cosign:{plain(code)}".encode()).hexdigest()


def number_digest(cosign_id: str, number: str) -> str:
    return sha256(f"dinh.cosign:{cosign_id}:{plain(number)}".encode()).hexdigest()


def plain(typed: str) -> str:
    """Return what was typed without the spaces and hyphens people put in."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
