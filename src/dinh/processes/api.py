"""The door of processes."""

__all__: list[str] = []
