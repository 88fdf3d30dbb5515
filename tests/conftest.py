"""What all tests share."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    del config
    from dinh.config import catalogue

    catalogue.compile_all()
