"""The small province and its browsers, as the tests of dossiers have them."""

from tests.dossiers.conftest import authority, fresh_references, house, only_own_handlers, standing, world
from tests.dossiers.web.conftest import mapped, sign_in

__all__ = ["authority", "fresh_references", "house", "mapped", "only_own_handlers", "sign_in", "standing", "world"]
