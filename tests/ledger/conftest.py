import pytest

from dinh.ledger import registry


@pytest.fixture(autouse=True)
def _own_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the handlers a test declares follow the record."""
    monkeypatch.setattr(registry, "_handlers", {})
