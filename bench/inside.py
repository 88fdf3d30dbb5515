"""What is asked inside a house: sessions for its people, and counts of what it holds. `python -m bench.inside VERB …`."""

import json
import sys
from typing import Any


def people(count: str) -> dict[str, Any]:
    """Sign in so many citizens and every official of the demonstration; return their session cookies."""
    from importlib import import_module
    from random import Random

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from dinh.directory import api as directory
    from dinh.directory.identity import api as identity
    from dinh.directory.identity.models import Account, Person
    from dinh.directory.identity.operations.synthetic import synthetic_crowd
    from dinh.directory.identity.types import AccountKind
    from dinh.kernel.actor import SYSTEM
    from dinh.kernel.clock import now

    engine = import_module(settings.SESSION_ENGINE)
    home = Person.objects.filter(residence_unit_id__isnull=False).values_list("residence_unit_id", flat=True)[0]

    def session(account: Account) -> str:
        store = engine.SessionStore()
        store[SESSION_KEY] = str(account.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = account.get_session_auth_hash()
        store.save()
        return str(store.session_key)

    citizens = []
    for made in synthetic_crowd(rng=Random(5), count=int(count)):
        who = directory.find_or_create_person(
            by=SYSTEM, at=now(), full_name=f"{made.full_name} (giả lập)", cccd=made.cccd, phone=made.phone,
            residence_unit_id=home, is_synthetic=True,
        )  # fmt: skip
        account = Account.objects.filter(username=f"c-{made.cccd}").first() or identity.open_account(
            by=SYSTEM, at=now(), kind=AccountKind.CITIZEN, username=f"c-{made.cccd}", person_id=who.person_id
        )
        citizens.append({"session": session(account), "person": who.person_id})
    officials = {one.username: session(one) for one in Account.objects.filter(is_demo=True)}
    return {"citizens": citizens, "officials": officials, "unit": home}


def main() -> None:
    import django

    django.setup()
    verb, *more = sys.argv[1:]
    json.dump({"people": people}[verb](*more), sys.stdout)


if __name__ == "__main__":
    main()
