"""The counter stands in the same small province as the dossiers."""

from tests.dossiers.conftest import authority, fresh_references, house, open_world, standing, world

__all__ = ["authority", "fresh_references", "house", "open_world", "standing", "world"]
