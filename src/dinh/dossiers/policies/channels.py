"""By which channel a dossier was really filed."""

from dinh.dossiers.types import Channel
from dinh.kernel.actor import Actor

WAY = "way"


def channel_of(by: Actor, asked: str) -> Channel:
    """Return the channel the actor proves: only a person's own sign-in is online, whatever was clicked.

    An officer who types for a person at the counter gives "desk"; an envelope of the public post, which only an officer
    can register, stays "post". Basis: 45/2020/NĐ-CP, Điều 7 khoản 2 (online only from the person's own account).
    """
    if by.is_citizen:
        return Channel.ONLINE
    return Channel.POST if asked == Channel.POST else Channel.DESK


def is_vneid(by: Actor) -> bool:
    """Tell whether the session was opened through VNeID, as its evidence says."""
    return by.is_citizen and "vneid" in by.channel_evidence.get(WAY, "").split("+")
