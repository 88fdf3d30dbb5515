"""Finding a procedure by the words people use: without tones, with typing errors, by life event, level and field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Length, Round

from dinh.kernel.text import fold, sort_key
from dinh.procedures import registry
from dinh.procedures.models import ProcedureVersion
from dinh.procedures.queries.catalogue import national_code, valid_on
from dinh.procedures.types import LifeEventView, ProcedureHit, SearchResult

PAGE_SIZE = 20
# Words of politeness and asking; they would only blur the likeness.
_EMPTY_WORDS = frozenset(
    fold("""
    tôi em mình anh chị muốn cần xin làm cách hỏi về ở đâu như thế nào gì giúp với cho thủ tục hồ sơ đi phải có được
""").split()
)
_CODE = re.compile(r"^\d\.\d{3,6}(\.|$)")
_LONGEST_QUESTION = 200
# Below this likeness a hit is a guess; such hits are shown only when there is nothing better, and said to be guesses.
_LOOSE = 0.35
# Where we know what is meant, half-alike names are only noise behind it.
_CLOSE_TO_SURE = 0.8
_ALL_WORDS_BONUS = 0.4
_SURE_BONUS = 1.0
_MEANT_BONUS = 0.3
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, folded: phrases to compare, single words to find, procedures meant, and how surely they are."""

    phrases: tuple[str, ...]
    words: tuple[str, ...]
    codes: tuple[str, ...]
    is_sure: bool = False
    code: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.phrases or self.code)

    @property
    def is_number(self) -> bool:
        """Whether only digits were asked: those of a telephone or a card are like no name, so none is compared."""
        return not self.codes and all(word.isdigit() for word in self.words)


def understand(text: str) -> Question:
    """Return the question behind the words: everyday words are replaced by what the catalogue calls them."""
    folded = fold(text[:_LONGEST_QUESTION])
    if _CODE.match(folded):
        return Question((), (), (), code=national_code(folded))
    words = tuple(word for word in _WORD.findall(folded) if word not in _EMPTY_WORDS)
    spaced = f" {' '.join(_WORD.findall(folded))} "
    said = {word: one for one in registry.synonyms() for word in one.words if f" {word} " in spaced}
    if not said:
        return Question((" ".join(words),) if words else (), words, ())
    # The longest everyday words decide; shorter ones inside them ("căn cước" in "mất căn cước") say nothing more.
    longest = max(said, key=len)
    covered = {word for phrase in (longest, *said[longest].means) for word in _WORD.findall(phrase)}
    left = tuple(word for word in words if word not in covered)
    phrases = said[longest].means if not left else (" ".join(words), *said[longest].means)
    return Question(phrases, words, said[longest].codes, is_sure=not left)


def search(
    *,
    text: str = "",
    on: date,
    level: str | None = None,
    field: str | None = None,
    life_event: str | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> SearchResult:
    """Find procedures: this function will return one page of hits in force on that day, the likeliest first.

    `text` may lack tones and hold typing errors; `level` is commune, province or ministry; `life_event` a code of
    `life_events()`.
    Equal hits are ordered by how often people ask for them, commune level first. Without any text all procedures match.
    """
    rows = ProcedureVersion.objects.filter(valid_on(on))
    rows = _narrowed(rows, level=level, field=field, life_event=life_event)
    question = understand(text)
    if question.is_empty:
        return _page(_ordered(rows, life_event, Value(0.0)), page, size, is_loose=False)
    if question.code:
        found = rows.filter(code__startswith=question.code)
        return _page(_ordered(found, life_event, Value(0.0)), page, size, is_loose=False)
    if question.is_number:
        found = rows.filter(_all_words(question.words))
        return _page(_ordered(found, life_event, Value(0.0)), page, size, is_loose=False)
    likeness = _likeness(question)
    least = _CLOSE_TO_SURE if question.is_sure else 0.0
    close = _page(_ordered(rows.filter(_match(question)), life_event, likeness, least), page, size, is_loose=False)
    if close.total:
        return close
    return _page(_ordered(rows, life_event, likeness, _LOOSE), page, size, is_loose=True)


def _narrowed(
    rows: QuerySet[ProcedureVersion], *, level: str | None, field: str | None, life_event: str | None
) -> QuerySet[ProcedureVersion]:
    if level in {"commune", "province", "ministry"}:
        rows = rows.filter(**{f"level_{level}": True})
    if field:
        rows = rows.filter(field=field)
    if life_event:
        rows = rows.filter(_of_event(life_event))
    return rows


def _of_event(code: str) -> Q:
    event = next((one for one in registry.life_event_definitions() if one.view.code == code), None)
    if event is None:
        return Q(pk__in=[])
    found = Q(code__in=event.codes)
    for pattern in event.fields:
        flags = {f"level_{pattern.level}": True} if pattern.level else {}
        found |= Q(field=pattern.field, **flags)
    return found


def _match(question: Question) -> Q:
    found = Q(code__in=question.codes)
    for phrase in question.phrases:
        found |= Q(search_text__trigram_word_similar=phrase)
    # Where everyday words said it all, their letters alone ("sổ đỏ") would only find accidents.
    return found if question.is_sure or not question.words else found | _all_words(question.words)


def _all_words(words: Sequence[str]) -> Q:
    found = Q()
    for word in words:
        found &= Q(search_text__contains=f" {word} ")
    return found


def _likeness(question: Question) -> Round:
    scores = [TrigramWordSimilarity(phrase, "search_text") for phrase in question.phrases]
    best = Greatest(*scores) if len(scores) > 1 else scores[0]
    first = len(question.codes)
    step = 0.1 if question.is_sure else 0.0
    meant = _SURE_BONUS if question.is_sure else _MEANT_BONUS
    bonus = [When(code=code, then=Value(meant + step * (first - place))) for place, code in enumerate(question.codes)]
    if question.words:
        bonus.append(When(_all_words(question.words), then=Value(_ALL_WORDS_BONUS)))
    extra = Case(*bonus, default=Value(0.0), output_field=FloatField())
    return Round(best + extra, precision=1, output_field=FloatField())


def _ordered(
    rows: QuerySet[ProcedureVersion], life_event: str | None, likeness: Round | Value, least: float = 0.0
) -> QuerySet[ProcedureVersion]:
    event = next((one for one in registry.life_event_definitions() if one.view.code == life_event), None)
    first = {code: len(event.codes) - place for place, code in enumerate(event.codes)} if event else {}
    weights = {one.code: one.weight for one in registry.frequent()}
    scored = rows.annotate(likeness=likeness)
    chosen = scored.filter(likeness__gte=least) if least else scored
    return chosen.annotate(in_event=_by_code(first), weight=_by_code(weights), length=Length("name")).order_by(
        "-likeness", "-in_event", "-weight", "-level_commune", "-level_province", "length", "code"
    )


def _by_code(numbers: dict[str, int]) -> Case | Value:
    if not numbers:
        return Value(0, output_field=IntegerField())
    cases = [When(code=code, then=Value(number)) for code, number in numbers.items()]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _page(rows: QuerySet[ProcedureVersion], page: int, size: int, *, is_loose: bool) -> SearchResult:
    total = rows.count()
    number = min(max(page, 1), max(1, -(-total // size)))
    shown = rows[(number - 1) * size : number * size]
    return SearchResult([_hit(row) for row in shown], number, size, total, is_loose)


def _hit(row: ProcedureVersion) -> ProcedureHit:
    return ProcedureHit(
        version_id=row.public_id,
        code=row.code,
        name=row.name,
        field=row.field,
        ministry=row.ministry,
        level_commune=row.level_commune,
        level_province=row.level_province,
        level_ministry=row.level_ministry,
        online=row.is_online,
    )


def life_events() -> tuple[LifeEventView, ...]:
    """List the events of a life: this function will return them in the order they are shown."""
    return tuple(one.view for one in registry.life_event_definitions())


def fields(*, on: date, level: str | None = None) -> tuple[str, ...]:
    """List the fields: this function will return every field that has a procedure on that day, in Vietnamese order."""
    rows = _narrowed(ProcedureVersion.objects.filter(valid_on(on)), level=level, field=None, life_event=None)
    return tuple(sorted(set(rows.values_list(F("field"), flat=True)), key=sort_key))
