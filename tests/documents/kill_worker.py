"""The process that is killed: stores files, or signs one, and says each id only when it is done."""

import dataclasses
import io
import os
import sys
from pathlib import Path

import django


def main(work: str, *more: str) -> None:
    django.setup()
    from django.db import connections

    from dinh.documents.registry import house as registry

    connections["default"].settings_dict["NAME"] = os.environ["DINH_KILL_DB"]
    fresh = dataclasses.replace(
        registry.house(), files=Path(os.environ["DINH_KILL_FILES"]), pki=Path(os.environ["DINH_KILL_PKI"])
    )
    registry.configure(fresh)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if work == "store":
        store_for_ever()
    else:
        sign(more[0])


def store_for_ever() -> None:
    from dinh.documents import api
    from dinh.kernel import clock
    from dinh.kernel.actor import Actor, ActorKind
    from tests.fakes import documents_files as fakes

    by = Actor(kind=ActorKind.CITIZEN, account_id="acc_an", person_id="per_an")
    while True:
        # Each file differs in its words after the end, so that none is the same as another.
        content = fakes.pdf() + os.urandom(8).hex().encode() + b"\n"
        kept = api.store_file(
            by=by, at=clock.now(), name="a.pdf", stream=io.BytesIO(content), purpose="cmp_1", subject_id="upl_kill"
        )
        sys.stdout.write(kept.file_id + "\n")
        sys.stdout.flush()


def sign(file_id: str) -> None:
    from dinh.documents import api
    from dinh.kernel import clock
    from dinh.kernel.actor import Actor, ActorKind, Role

    by = Actor(
        kind=ActorKind.OFFICIAL,
        account_id="acc_thao",
        person_id="per_thao",
        agency_id="agy_xh",
        roles=frozenset({Role.HEAD}),
    )
    agency = api.SignAs(api.Certificate.AGENCY, "agy_xh", "UBND phường Xuân Hương - Đà Lạt")
    api.sign_file(by=by, at=clock.now(), file_id=file_id, certificate="agency", sign_as=agency)


if __name__ == "__main__":
    main(*sys.argv[1:])
