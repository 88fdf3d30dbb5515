"""The door of forms."""

__all__: list[str] = []
