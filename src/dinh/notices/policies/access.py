"""Who may read a person's notices, and who may see what an office told."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotAllowed

__all__ = ["check_in_post", "check_may_tell", "check_own", "not_yours"]


def check_own(by: Actor, person_id: str) -> None:
    """Only the person reads, marks and sets their notices; no official does it for them."""
    if by.kind is ActorKind.CITIZEN and by.person_id != "" and by.person_id == person_id:
        return
    raise not_yours()


def not_yours() -> NotAllowed:
    return NotAllowed("TB10", _("These notices belong to someone else."), _("Sign in as the person they are for."))


def check_in_post(by: Actor) -> None:
    """What a post is told is for who acts from it now."""
    if not (by.is_official and by.post_id):
        raise NotAllowed("TB13", _("These notices are for a post of an office."), _("Sign in with that post."))


def check_may_tell(by: Actor) -> None:
    if by.kind not in {ActorKind.SYSTEM, ActorKind.OFFICIAL}:
        raise NotAllowed("TB11", _("Only an office tells people something."))
