"""Telling one person one thing: the notice in the portal, and a message for every other way they want."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.ledger import api as ledger
from dinh.notices.events import NoticeTold
from dinh.notices.models import Message, Notice
from dinh.notices.policies.access import check_may_tell
from dinh.notices.policies.schedule import after_quiet
from dinh.notices.policies.sms import size_of, unaccented
from dinh.notices.queries.preferences import preference_of
from dinh.notices.registry import settings, templates
from dinh.notices.registry.providers import providers
from dinh.notices.registry.templates import Template, Words, fill
from dinh.notices.types import MessageState, PreferenceView, Recipient, SmsWhen, Told, Way

__all__ = ["tell"]

_PHONE = re.compile(r"\+?[0-9]{9,15}")
_SPACES = re.compile(r"[\s.\-()]")


@transaction.atomic
def tell(
    *,
    by: Actor,
    at: datetime,
    to: Recipient,
    template: str,
    values: Mapping[str, str],
    subject_id: str,
    dedupe_key: str,
    href: str = "",
    is_urgent: bool = False,
) -> Told:
    """Tell a person something once: the same `dedupe_key` again changes nothing and returns the first notice.

    The words are those of the template in force on the day of `at`, in the person's language, kept as they are. The
    portal has them at once; e-mail and SMS wait for the worker, an SMS also for the end of the quiet hours unless
    `is_urgent`. `values` are plain words for every place of the template, "place_en" those of one language only; `href`
    is a path of this site without secrets.
    Raises NotAllowed TB11, TemplateFault. Basis: 45/2020/NĐ-CP, Điều 11; 118/2025/NĐ-CP.
    """
    check_may_tell(by)
    before = Notice.objects.filter(dedupe_key=dedupe_key).first()
    if before is not None:
        return _again(before)
    wish = preference_of(to.person_id)
    words = templates.template(template, local(at).date())
    language = wish.language if wish.language in words.words else "vi"
    said = _spoken(values, language)
    notice = _notice(to, words, language, said)
    notice.subject_id, notice.dedupe_key, notice.href = subject_id, dedupe_key, href
    notice.is_urgent, notice.told_at = is_urgent, at
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        return _again(Notice.objects.get(dedupe_key=dedupe_key))
    messages = _messages(notice, to, words, words.words[language], said, wish)
    Message.objects.bulk_create(messages)
    told = Told(notice.public_id, is_new=True, ways=tuple(Way(one.way) for one in messages))
    event = NoticeTold(
        notice_id=notice.public_id,
        subject_id=subject_id,
        person_id=to.person_id,
        template=words.code,
        template_version=words.version,
        ways=told.ways,
        is_urgent=is_urgent,
    )
    ledger.record(event=event, by=by, at=at, subjects=subjects_of(notice))
    return told


def subjects_of(notice: Notice) -> list[str]:
    """What an entry about a notice is about: itself first, so that its own story keeps its order."""
    return [one for one in (notice.public_id, notice.subject_id) if one]


def _spoken(values: Mapping[str, str], language: str) -> dict[str, str]:
    """Return the values of this language: "where_en" stands in for "where" in English."""
    return {name: values.get(f"{name}_{language}", words) for name, words in values.items()}


def _again(notice: Notice) -> Told:
    ways = Message.objects.filter(notice=notice).order_by("id").values_list("way", flat=True)
    return Told(notice.public_id, is_new=False, ways=tuple(Way(way) for way in ways))


def _notice(to: Recipient, words: Template, language: str, values: Mapping[str, str]) -> Notice:
    said = words.words[language]
    return Notice(
        person_id=to.person_id,
        template=words.code,
        template_version=words.version,
        language=language,
        title=fill(said.title, values)[:200],
        body=fill(said.body, values),
    )


def _messages(
    notice: Notice, to: Recipient, words: Template, said: Words, values: Mapping[str, str], wish: PreferenceView
) -> list[Message]:
    at = notice.told_at
    give_up_at = at + settings.give_up_after(local(at).date())
    here = Message(
        notice=notice,
        way=Way.PORTAL,
        name=to.name,
        state=MessageState.DELIVERED,
        sent_at=at,
        delivered_at=at,
        give_up_at=give_up_at,
    )
    made = [here]
    email = to.email.strip()
    has_email = Way.EMAIL in words.ways and wish.wants_email and "@" in email and bool(providers(Way.EMAIL))
    if has_email:
        made.append(
            Message(
                notice=notice, way=Way.EMAIL, address=email, name=to.name, text=notice.body, next_at=at,
                give_up_at=give_up_at, keeps_quiet=wish.keeps_quiet,
            )
        )  # fmt: skip
    phone = _SPACES.sub("", to.phone)
    if wish.wants_sms and _is_sms_due(words, said, phone, has_email=has_email):
        text = _short(words, said, values)
        made.append(
            Message(
                notice=notice, way=Way.SMS, address=phone, name=to.name, text=text, parts=size_of(text).parts,
                next_at=first_moment(at, Way.SMS, keeps_quiet=wish.keeps_quiet, is_urgent=notice.is_urgent),
                give_up_at=give_up_at, keeps_quiet=wish.keeps_quiet,
            )
        )  # fmt: skip
    return made


def _is_sms_due(words: Template, said: Words, phone: str, *, has_email: bool) -> bool:
    if Way.SMS not in words.ways or not said.sms or not providers(Way.SMS):
        return False
    return _PHONE.fullmatch(phone) is not None and (words.sms_when is SmsWhen.ALWAYS or not has_email)


def _short(words: Template, said: Words, values: Mapping[str, str]) -> str:
    """The text message: no marks, each value cut to its longest, so that it is one message and no more."""
    plain = {name: unaccented(values[name])[:length] for name, length in words.values.items() if name in values}
    return fill(unaccented(said.sms), plain)


def first_moment(at: datetime, way: Way, *, keeps_quiet: bool, is_urgent: bool) -> datetime:
    """Return when this way may speak to this person."""
    if is_urgent or not keeps_quiet:
        return at
    return after_quiet(at, way, settings.quiet(local(at).date()))
