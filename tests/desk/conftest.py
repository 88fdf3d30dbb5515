"""The counter stands in the same small province as the dossiers."""

from tests.dossiers.conftest import authority, fresh_references, house, open_world, standing, world
from tests.dossiers.web.conftest import mapped, sign_in

__all__ = ["authority", "fresh_references", "house", "mapped", "open_world", "sign_in", "standing", "world"]
