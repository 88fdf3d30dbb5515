"""Square codes as SVG, for the `qr` component."""

from dinh.kernel.squares import square

__all__ = ["qr_code"]


def qr_code(text: str) -> str:
    """Return the square code of a text as SVG markup with attributes only, error correction M.

    Basis: TCVN 7322:2009 (ISO/IEC 18004).
    """
    return str(square(text).svg_inline(scale=4, border=0, omitsize=True))
