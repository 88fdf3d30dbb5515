"""The words of the house as they will be sent, and what each text message costs with and without marks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dinh.notices.policies.sms import size_of
from dinh.notices.registry.templates import Template, Words, book, longest_text, template
from dinh.notices.types import TemplatePreview, TextPreview, Way

__all__ = ["template_previews"]


def template_previews(*, on: date, language: str = "vi") -> tuple[TemplatePreview, ...]:
    """Return every template in force that day, its places left as they stand; text messages at their longest."""
    return tuple(
        TemplatePreview(
            code=one.code,
            version=one.version,
            valid_from=one.valid_from,
            language=language,
            title=said.title,
            body=said.body,
            ways=tuple(way for way in Way if way in one.ways),
            texts=tuple(_texts(one, said)),
        )
        for one, said in _in_force(on, language)
    )


def _in_force(on: date, language: str) -> Iterator[tuple[Template, Words]]:
    for code, versions in book().items():
        if versions[0].valid_from <= on:
            one = template(code, on)
            yield one, one.words[language if language in one.words else "vi"]


def _texts(one: Template, said: Words) -> Iterator[TextPreview]:
    """The variant the template chose first, then the other, so that the choice can be weighed."""
    if not said.sms:
        return
    for has_marks in (one.has_marks, not one.has_marks):
        text = longest_text(replace(one, has_marks=has_marks), said)
        size = size_of(text)
        yield TextPreview(text, has_marks, size.encoding, size.signs, size.parts, has_marks == one.has_marks)
