"""What somebody may have meant: words one slip away, and Vietnamese typed with the typing aid switched off."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

__all__ = ["meant", "near"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 3
# Shorter words have a neighbour in nearly every other word, and two slips leave little of them.
_TWO_SLIPS = 6
_CHOICES = 3
_TELEX = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u"), ("w", "u"))
_TONE_KEYS = re.compile(r"[fsrxj]$")
_VNI = re.compile(r"[0-9]")


def near(word: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """Return known words this one may stand for, the likeliest first, at most three; never the word itself.

    First what the keys of Telex and VNI leave behind ("nguyeenx", "nguye64n"), then one letter missing, too many,
    wrong or swapped, and only where none of these is known two of them. `known` counts how often a word stands.
    """
    typed = [one for one in dict.fromkeys(_untyped(word)) if one in known and one != word]
    if typed:
        return tuple(typed[:_CHOICES])
    if len(word) < _SHORTEST or not word.isalpha():
        return ()
    once = set(_slips(word))
    found = {one for one in once if one in known} - {word}
    if not found and len(word) >= _TWO_SLIPS:
        found = {two for one in once for two in _slips(one) if two in known} - {word}
    return tuple(sorted(found, key=lambda one: (one[0] != word[0], -known[one], one))[:_CHOICES])


def meant(words: Sequence[str], known: Mapping[str, int], most: int) -> tuple[tuple[str, ...], ...]:
    """Return other ways to read the words, the likeliest first, at most `most`.

    Where words are unknown only these are changed, all at once; else one known word at a time, for a slip may make
    another word. The last may be unfinished: it is known when it begins one. Codes and numbers stay as they are.
    """
    choices = [() if _is_code(word) else near(word, known) for word in words]
    unknown = [place for place, word in enumerate(words) if not _is_code(word) and not _is_known(words, place, known)]
    if unknown:
        options = [choices[place] if place in unknown else (words[place],) for place in range(len(words))]
        return tuple(islice(product(*options), most))
    changed = (
        (*words[:place], other, *words[place + 1 :])
        for rank in range(_CHOICES)
        for place, found in enumerate(choices)
        for other in found[rank : rank + 1]
    )
    return tuple(islice(changed, most))


def _is_known(words: Sequence[str], place: int, known: Mapping[str, int]) -> bool:
    word = words[place]
    if word in known or len(word) < _SHORTEST:
        return True
    return place == len(words) - 1 and any(one.startswith(word) for one in known)


def _is_code(word: str) -> bool:
    """What has no letters, or dots between, is a number or a code; letters with digits may be VNI."""
    return "." in word or not any(sign in _LETTERS for sign in word)


def _untyped(word: str) -> Iterator[str]:
    plain = _VNI.sub("", word)
    for doubled, single in _TELEX:
        plain = plain.replace(doubled, single)
    yield plain
    # The key of the tone is typed last, or behind its vowel.
    yield _TONE_KEYS.sub("", plain)
    yield from (plain[:place] + plain[place + 1 :] for place in range(1, len(plain)) if plain[place] in "fsrxj")


def _slips(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
