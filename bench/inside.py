"""What is asked inside a house: sessions for its people, drafts, what it holds. `python -m bench.inside VERB …`."""

import json
import sys
from collections.abc import Callable
from typing import Any

# Xác nhận tình trạng hôn nhân: a procedure of the communes, filed online every day.
PROCEDURE = "1.004873"


def fill() -> dict[str, Any]:
    """Fill an empty home with tables, units, agencies, procedures and accounts, without any dossier."""
    from dinh.config.demo import province
    from dinh.config.demo.steps import perform

    wanted = {"tables", "units", "agencies", "procedures", "accounts"}
    perform(tuple(step for step in province.steps(dossiers=0) if step.key in wanted), lambda _text: None)
    return {}


def citizens(count: int) -> list[Any]:
    """Return so many accounts of invented citizens who live in the commune of the demonstration."""
    from random import Random

    from dinh.directory import api as directory
    from dinh.directory.identity import api as identity
    from dinh.directory.identity.models import Account, Person
    from dinh.directory.identity.operations.synthetic import synthetic_crowd
    from dinh.directory.identity.types import AccountKind
    from dinh.kernel.actor import SYSTEM
    from dinh.kernel.clock import now

    home = Person.objects.filter(accounts__is_demo=True).values_list("residence_unit_id", flat=True)[0]
    found = []
    for made in synthetic_crowd(rng=Random(5), count=count):
        who = directory.find_or_create_person(
            by=SYSTEM, at=now(), full_name=f"{made.full_name} (giả lập)", cccd=made.cccd, phone=made.phone,
            residence_unit_id=home, address_text="12 Trần Phú", is_synthetic=True,
        )  # fmt: skip
        name = f"c-{made.cccd}"
        found.append(
            Account.objects.filter(username=name).first()
            or identity.open_account(
                by=SYSTEM, at=now(), kind=AccountKind.CITIZEN, username=name, person_id=who.person_id
            )
        )
    return found


def _session(account: Any) -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _draft(account: Any, code: str) -> str:
    """Open a draft of a procedure and answer everything it asks."""
    from dinh.directory.identity import api as identity
    from dinh.dossiers import api
    from dinh.kernel.clock import now

    at = now()
    by = identity.actor_for(account=account, on=at.date(), evidence={"way": "vneid", "session": "b" * 16})
    saved = api.open_draft(by=by, at=at, procedure_code=code, values={"request": "Xin cấp giấy"})
    view = api.submission(by=by, submission_id=saved.submission_id)
    _declare(by, at, view)
    for part in view.parts:
        api.mark_part(by=by, at=at, submission_id=saved.submission_id, seq=part.seq, source=api.PartSource.PAPER)
    return saved.submission_id


def _declare(by: Any, at: Any, view: Any) -> None:
    """Answer the form of the procedure, where it has one, with made-up words."""
    from dinh.dossiers import api
    from dinh.forms import api as forms

    if not view.form_id:
        return
    answers = forms.sample(
        form_id=view.form_id, answers=view.answers, unit_id=view.residence_unit_id or 1, on=at.date()
    )
    for page in forms.steps(form_id=view.form_id, answers=answers):
        own = forms.only(form_id=view.form_id, name=page.name, answers=answers)
        api.save_answers(
            by=by, at=at, submission_id=view.submission_id, page=page.name, answers=own, draft_version=10_000
        )


def people(count: str, drafts: str = "0", code: str = PROCEDURE) -> dict[str, Any]:
    """Sign in so many citizens, each with so many finished drafts, and every official of the demonstration."""
    from dinh.directory.identity.models import Account

    signed_in = [
        {
            "session": _session(one),
            "phone": one.person.phone,
            "drafts": [_draft(one, code) for _ in range(int(drafts))],
        }
        for one in citizens(int(count))
    ]
    officials = {one.username: _session(one) for one in Account.objects.filter(is_demo=True)}
    return {"citizens": signed_in, "officials": officials, "code": code}


def held() -> dict[str, Any]:
    """Tell what the house holds of every submission that was filed: its dossiers, papers and entries by kind."""
    from collections import Counter

    from dinh.documents.models import Paper
    from dinh.dossiers.models import CodeCounter, Dossier, Submission
    from dinh.ledger import api as ledger

    ledger.seal()
    # Asked first: once nothing is due, every paper read after this is there.
    due = Dossier.objects.filter(is_receipt_due=True).count()
    told: dict[str, Any] = {}
    for row in Submission.objects.exclude(state="draft"):
        ids = [one.public_id for one in Dossier.objects.filter(submission=row)]
        kinds = Counter({one.entry_id: one.kind for one in ledger.entries_of(row.public_id, limit=100)}.values())
        papers = Counter(Paper.objects.filter(subject_id__in=ids).values_list("template", flat=True))
        told[row.public_id] = {"state": row.state, "dossiers": ids, "entries": dict(kinds), "papers": dict(papers)}
    report = ledger.verify(public_keys=ledger.public_keys())
    return {
        "submissions": told,
        "codes": sorted(Dossier.objects.values_list("code", flat=True)),
        "last": dict(CodeCounter.objects.values_list("agency_id", "last")),
        "due_receipts": due,
        "faults": [str(one) for one in report.faults],
        "dead_letters": len(ledger.dead_letters()),
    }


def queries(*asked: str) -> dict[str, Any]:
    """Count the queries of pages, each asked a second time, when what is kept for all requests is there.

    `asked` is session, path, session, path …
    """
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    counts = []
    for session, path in zip(asked[::2], asked[1::2], strict=True):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
    return {"queries": counts}


def main() -> None:
    import django

    django.setup()
    verb, *more = sys.argv[1:]
    verbs: dict[str, Callable[..., dict[str, Any]]] = {"fill": fill, "people": people, "held": held, "queries": queries}
    json.dump(verbs[verb](*more), sys.stdout)


if __name__ == "__main__":
    main()
