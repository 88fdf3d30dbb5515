"""The same province and people as the portal's pages."""

from tests.portal.conftest import leader, province, signed_in, staffed

__all__ = ["leader", "province", "signed_in", "staffed"]
