"""What is known of a person without asking: the directory, their store of papers, what they said before."""

from collections.abc import Sequence
from datetime import date

from dinh.directory import api as directory
from dinh.documents import api as documents
from dinh.forms.models import Prefill
from dinh.forms.policies.answers import questions_of
from dinh.forms.policies.compiling import Compiled, walk
from dinh.forms.policies.filling import STORE
from dinh.forms.queries.places import known_of
from dinh.forms.types import Fact, Origin
from dinh.kernel.clock import local

__all__ = ["facts_of", "known_facts"]


def known_facts(form: Compiled, person_id: str, on: date) -> dict[str, Fact]:
    """Return what the sources of a form know of one person: the directory as of that day, papers as of theirs."""
    person = directory.person(person_id=person_id)
    found = {name: Fact(value, Origin.PERSON, on) for name, value in known_of(person).items()}
    wanted = sorted({one.block.prefill for one in walk(questions_of(form)) if one.block.prefill.startswith(STORE)})
    return {**found, **_of_store(wanted, person_id, on)} if wanted else found


def _of_store(wanted: Sequence[str], person_id: str, on: date) -> dict[str, Fact]:
    """Numbers of the person's own papers: only those in force which they let offices use, the newest of each kind."""
    codes = [one.removeprefix(STORE) for one in wanted]
    found: dict[str, Fact] = {}
    for paper in documents.offers(person_id=person_id, accepts=codes, on=on):
        fact = Fact(paper.number, Origin.STORE, local(paper.deposited_at).date())
        if paper.number:
            found.setdefault(f"{STORE}{paper.kind_code}", fact)
    return found


def facts_of(*, subject_id: str) -> dict[str, Fact]:
    """Read the sources: this function will return by address what was filled in without asking. One query."""
    row = Prefill.objects.filter(subject_id=subject_id).values_list("facts", flat=True).first()
    return {
        address: Fact(value, Origin(source), date.fromisoformat(day))
        for address, (value, source, day) in (row or {}).items()
    }
