"""Signing as queued work: a job that was killed and taken up again finds the signature that is there."""

from procrastinate.contrib.django import app

from dinh.documents import api
from dinh.kernel import clock
from dinh.kernel.actor import Actor, ActorKind

__all__ = ["actor_words", "digitise", "sign"]

Words = dict[str, str | list[str]]


def actor_words(by: Actor) -> Words:
    """Return the actor as plain words, to be put into a job."""
    return {
        "kind": by.kind.value,
        "account_id": by.account_id,
        "person_id": by.person_id,
        "post_id": by.post_id,
        "agency_id": by.agency_id,
        "display_name": by.display_name,
        "roles": sorted(by.roles),
    }


def _actor(words: Words) -> Actor:
    return Actor(
        kind=ActorKind(str(words["kind"])),
        account_id=str(words["account_id"]),
        person_id=str(words["person_id"]),
        post_id=str(words["post_id"]),
        agency_id=str(words["agency_id"]),
        display_name=str(words["display_name"]),
        roles=frozenset(words["roles"]),
    )


@app.task(name="documents.sign", retry=3)
def sign(by: Words, file_id: str, certificate: str, reason: str) -> str:
    """Sign a file and return the id of the signed one."""
    done = api.sign_file(by=_actor(by), at=clock.now(), file_id=file_id, certificate=certificate, reason=reason)
    return done.file_id


@app.task(name="documents.digitise", retry=3)
def digitise(by: Words, file_id: str, component_id: str) -> str:
    """Sign a scan as the officer who made it and return the id of the signed one."""
    done = api.digitise(by=_actor(by), at=clock.now(), file_id=file_id, component_id=component_id)
    return done.file_id
