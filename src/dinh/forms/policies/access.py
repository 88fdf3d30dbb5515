"""Who may make forms, and that four eyes see each one."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.actor import Actor, ActorKind, Role
from dinh.kernel.errors import NotAllowed

EDITORS = (Role.DATA_OFFICER.value,)


def check_can_edit(by: Actor) -> None:
    """Let data officers, and the house itself, write forms."""
    if by.kind is ActorKind.SYSTEM or (by.is_official and by.has_role(*EDITORS)):
        return
    raise NotAllowed("BM03", _("Only a data officer may change forms."), _("Sign in with the post that may."))


def can_edit(by: Actor) -> bool:
    return by.kind is ActorKind.SYSTEM or (by.is_official and by.has_role(*EDITORS))


def check_four_eyes(by: Actor, drafted_by: str) -> None:
    """Refuse who wrote a form as the one who publishes it."""
    if not is_second(by, drafted_by):
        raise NotAllowed(
            "BM04",
            _("Whoever last changed a form may not publish it."),
            _("Ask another data officer to look through it and publish it."),
        )


def is_second(by: Actor, drafted_by: str) -> bool:
    return name_of(by) != drafted_by


def name_of(by: Actor) -> str:
    """Return who acts, as versions keep it: the person behind an account, whatever the post."""
    return by.person_id or by.account_id or by.kind.value
