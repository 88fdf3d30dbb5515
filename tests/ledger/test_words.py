"""Every kind of entry has a sentence: a page for people shows no name of a program."""

import pytest
from django.apps import apps
from django.utils import translation

from dinh.ledger import api
from dinh.ledger.events import schemas

MODULES = {app.name.split(".")[1] for app in apps.get_app_configs() if app.name.startswith("dinh.")}
KINDS = sorted({kind for kind, _version in schemas() if kind.split(".")[0] in MODULES})


@pytest.mark.parametrize("kind", KINDS)
def test_kind_has_a_sentence_in_both_languages(kind: str) -> None:
    with translation.override("vi"):
        said = api.words_of(kind)
    assert said != kind, f"add the words of {kind} to dinh/ledger/queries/words.py and its catalogue"
    with translation.override("en"):
        assert api.words_of(kind) not in {kind, said}


def test_refused_attempt_names_what_was_attempted() -> None:
    with translation.override("vi"):
        assert api.words_of("dossiers.dossier.received.refused") == "Bị từ chối: Tiếp nhận chính thức"
        assert api.words_of("tests.thing.happened") == "tests.thing.happened"
