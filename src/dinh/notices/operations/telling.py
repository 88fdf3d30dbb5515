"""Telling people things once: the notice in the portal, and a message for every other way they want."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from dinh.kernel.actor import Actor
from dinh.kernel.clock import local
from dinh.ledger import api as ledger
from dinh.notices.events import NoticeTold
from dinh.notices.models import Message, Notice
from dinh.notices.policies.access import check_may_tell
from dinh.notices.policies.schedule import after_quiet
from dinh.notices.policies.sms import size_of
from dinh.notices.queries.preferences import preferences_of
from dinh.notices.registry import settings, templates
from dinh.notices.registry.providers import providers
from dinh.notices.registry.templates import Template, fill, sms_text
from dinh.notices.types import MessageState, News, PreferenceView, Recipient, SmsWhen, Told, Way

__all__ = ["tell", "tell_all"]

_PHONE = re.compile(r"\+?[0-9]{9,15}")
_SPACES = re.compile(r"[\s.\-()]")


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
    is a path of this site without secrets. A recipient with a post is told as that post.
    Raises NotAllowed TB11, TemplateFault. Basis: 45/2020/NĐ-CP, Điều 11; 118/2025/NĐ-CP.
    """
    return tell_all(by=by, at=at, news=[News(to, template, values, subject_id, dedupe_key, href, is_urgent)])[0]


def tell_all(*, by: Actor, at: datetime, news: Sequence[News]) -> tuple[Told, ...]:
    """Tell many things in one transaction, each as `tell` does, and return what became of each in the same order.

    Five statements for all and one entry of the record for each that is new. Raises as `tell`; then nothing is told.
    """
    check_may_tell(by)
    try:
        return _tell_all(by, at, news)
    except IntegrityError:
        # Somebody has told one of them since we looked; now that is committed and is found.
        return _tell_all(by, at, news)


@transaction.atomic
def _tell_all(by: Actor, at: datetime, news: Sequence[News]) -> tuple[Told, ...]:
    known = _known([one.dedupe_key for one in news])
    fresh = [one for key, one in {one.dedupe_key: one for one in reversed(news)}.items() if key not in known][::-1]
    if not fresh:
        return tuple(known[one.dedupe_key] for one in news)
    wishes = preferences_of(one.to.person_id for one in fresh)
    notices, messages = [], []
    for one in fresh:
        notice, its_messages = _made(one, at, wishes[one.to.person_id])
        notices.append(notice)
        messages.append(its_messages)
    Notice.objects.bulk_create(notices)
    Message.objects.bulk_create([row for rows in messages for row in rows])
    for one, notice, rows in zip(fresh, notices, messages, strict=True):
        ways = tuple(Way(row.way) for row in rows)
        known[one.dedupe_key] = Told(notice.public_id, is_new=True, ways=ways)
        _record(by, at, notice, ways)
    return _answers(news, known)


def _answers(news: Sequence[News], known: dict[str, Told]) -> tuple[Told, ...]:
    """The same key twice in one call is new once."""
    answers = []
    for one in news:
        told = known[one.dedupe_key]
        answers.append(told)
        known[one.dedupe_key] = Told(told.notice_id, is_new=False, ways=told.ways)
    return tuple(answers)


def _known(keys: Sequence[str]) -> dict[str, Told]:
    ways: dict[str, tuple[str, list[Way]]] = {}
    rows = Message.objects.filter(notice__dedupe_key__in=keys).order_by("id")
    for key, notice_id, way in rows.values_list("notice__dedupe_key", "notice__public_id", "way"):
        ways.setdefault(key, (notice_id, []))[1].append(Way(way))
    return {key: Told(notice_id, is_new=False, ways=tuple(by)) for key, (notice_id, by) in ways.items()}


def _record(by: Actor, at: datetime, notice: Notice, ways: tuple[Way, ...]) -> None:
    event = NoticeTold(
        notice_id=notice.public_id,
        subject_id=notice.subject_id,
        person_id=notice.person_id,
        template=notice.template,
        template_version=notice.template_version,
        ways=ways,
        is_urgent=notice.is_urgent,
    )
    ledger.record(event=event, by=by, at=at, subjects=subjects_of(notice))


def subjects_of(notice: Notice) -> list[str]:
    """What an entry about a notice is about: itself first, so that its own story keeps its order."""
    return [one for one in (notice.public_id, notice.subject_id) if one]


def _made(news: News, at: datetime, wish: PreferenceView) -> tuple[Notice, list[Message]]:
    words = templates.template(news.template, local(at).date())
    language = wish.language if wish.language in words.words else "vi"
    said, spoken = words.words[language], _spoken(news.values, language)
    notice = Notice(
        person_id=news.to.person_id,
        post_id=news.to.post_id or None,
        template=words.code,
        template_version=words.version,
        language=language,
        title=fill(said.title, spoken)[:200],
        body=fill(said.body, spoken),
        subject_id=news.subject_id,
        dedupe_key=news.dedupe_key,
        href=news.href,
        is_urgent=news.is_urgent,
        told_at=at,
    )
    text = sms_text(words, said, spoken) if said.sms else ""
    return notice, _messages(notice, news.to, words, text, wish)


def _spoken(values: Mapping[str, str], language: str) -> dict[str, str]:
    """Return the values of this language: "where_en" stands in for "where" in English."""
    return {name: values.get(f"{name}_{language}", words) for name, words in values.items()}


def _messages(notice: Notice, to: Recipient, words: Template, text: str, wish: PreferenceView) -> list[Message]:
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
                notice=notice, way=Way.EMAIL, address=email, name=to.name, text=_letter(notice), next_at=at,
                give_up_at=give_up_at, keeps_quiet=wish.keeps_quiet,
            )
        )  # fmt: skip
    phone = _SPACES.sub("", to.phone)
    if text and wish.wants_sms and _is_sms_due(words, phone, has_email=has_email):
        made.append(
            Message(
                notice=notice, way=Way.SMS, address=phone, name=to.name, text=text, parts=size_of(text).parts,
                next_at=first_moment(at, Way.SMS, keeps_quiet=wish.keeps_quiet, is_urgent=notice.is_urgent),
                give_up_at=give_up_at, keeps_quiet=wish.keeps_quiet,
            )
        )  # fmt: skip
    return made


def _letter(notice: Notice) -> str:
    """The words of a mail: those of the notice, and where to read on; the link itself asks who opens it."""
    if not notice.href:
        return notice.body
    link = f"{settings.public_url()}/thong-bao/{notice.public_id}/"
    lead = "Xem chi tiết (cần đăng nhập)" if notice.language == "vi" else "Read on (you will be asked to sign in)"
    return f"{notice.body}\n\n{lead}: {link}"


def _is_sms_due(words: Template, phone: str, *, has_email: bool) -> bool:
    if Way.SMS not in words.ways or not providers(Way.SMS):
        return False
    return _PHONE.fullmatch(phone) is not None and (words.sms_when is SmsWhen.ALWAYS or not has_email)


def first_moment(at: datetime, way: Way, *, keeps_quiet: bool, is_urgent: bool) -> datetime:
    """Return when this way may speak to this person."""
    if is_urgent or not keeps_quiet:
        return at
    return after_quiet(at, way, settings.quiet(local(at).date()))
