"""Today's province on the real map, and its people."""

from tests.portal.conftest import leader, province, signed_in, staffed

__all__ = ["leader", "province", "signed_in", "staffed"]
