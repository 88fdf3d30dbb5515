"""A picture that may be kept: whole, and of a size that can be shown."""

import warnings
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from dinh.documents.policies.content.refusals import refuse

# A JPEG is read at an eighth of its size, so a phone's 200 megapixels cost little; the others must be unpacked whole.
MAX_POINTS = {"JPEG": 200_000_000, "PNG": 40_000_000, "TIFF": 40_000_000}
MAX_FRAMES = 500


def check(stream: BinaryIO) -> int:
    """Return the number of pages (frames of a TIFF); raises Invalid FL20, FL21."""
    with warnings.catch_warnings():
        # Our own limit below is stricter than the warning.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(stream, formats=list(MAX_POINTS)) as picture:
                return _check_frames(picture)
        except Image.DecompressionBombError as fault:
            raise refuse("FL21") from fault
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError) as fault:
            raise refuse("FL20") from fault


def _check_frames(picture: Image.Image) -> int:
    frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    if frames > MAX_FRAMES:
        raise refuse("FL21")
    for number in range(frames):
        if frames > 1:
            picture.seek(number)
        if picture.width * picture.height > MAX_POINTS[str(picture.format)]:
            raise refuse("FL21")
        if picture.format == "JPEG":
            picture.draft("L", (max(1, picture.width // 8), max(1, picture.height // 8)))
        picture.load()
    return int(frames)
