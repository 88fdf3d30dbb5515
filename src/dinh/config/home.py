"""Where this installation keeps what it makes: database, files, keys."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return DINH_HOME, by default, and when it is empty, `.dinh` beside the source."""
    return Path(os.environ.get("DINH_HOME") or ROOT / ".dinh").resolve()
