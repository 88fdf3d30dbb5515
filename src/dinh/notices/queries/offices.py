"""Who of an office is told: a post, or every post of an agency that carries a role."""

from datetime import date

from dinh.directory import api as directory
from dinh.notices.types import Recipient

__all__ = ["officer", "officers"]


def officer(*, post_id: str) -> Recipient:
    """Return the holder of this post as one to be told of their work, by the portal and e-mail. Raises NotFound."""
    return _recipients((directory.post(post_id=post_id),))[0]


def officers(*, agency_id: str, role: str = "", on: date) -> tuple[Recipient, ...]:
    """Return the posts at an agency that day, with `role` only those that carry it; two queries."""
    return _recipients(directory.officers(agency_id=agency_id, role=role, on=on))


def _recipients(posts: tuple[directory.PostView, ...]) -> tuple[Recipient, ...]:
    held_by = directory.people(person_ids=tuple({post.person_id for post in posts}))
    return tuple(
        Recipient(post.person_id, post.person_name, held_by[post.person_id].email, post_id=post.post_id)
        for post in posts
    )
