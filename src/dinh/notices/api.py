"""The door of notices."""

__all__: list[str] = []
