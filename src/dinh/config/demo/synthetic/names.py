"""Ids that come out the same for the same seed: noise from a generator instead of the system's."""

from datetime import datetime
from random import Random

from dinh.kernel.ids import new_id

SPOKEN = "23456789BCDFGHJKMNPQRSTVWXZ"
MADE = {"made": "synthetic"}


def made_id(prefix: str, at: datetime, rng: Random) -> str:
    return new_id(prefix, millisecond=int(at.timestamp() * 1000), noise=rng.getrandbits(80))


def spoken(rng: Random, length: int) -> str:
    return "".join(rng.choices(SPOKEN, k=length))
