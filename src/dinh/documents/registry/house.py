"""What this installation is, told once at the start by `apps`; nothing below the edge reads settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dinh.kernel.storage import ContentStore

# What we take in, by what the bytes are, and the ending a file of that type gets.
ACCEPTED: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


@dataclass(frozen=True, slots=True)
class House:
    """`files` is the content store, `pki` the folder of the local test authority, `max_bytes` the limit of one upload.

    `fonts` are the folders the papers are set from.
    """

    files: Path
    pki: Path
    fonts: tuple[Path, ...]
    public_url: str
    system_name: str
    is_synthetic: bool
    max_bytes: int

    @property
    def store(self) -> ContentStore:
        return ContentStore(self.files)

    def verify_url(self, code: str) -> str:
        return f"{self.public_url}/xac-minh/{code}/"


_kept: dict[str, House] = {}


def configure(house: House) -> None:
    _kept["house"] = house


def house() -> House:
    """Return the installation; KeyError before `apps.ready()` is a fault of the program."""
    return _kept["house"]
