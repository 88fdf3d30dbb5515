"""Names as people at a counter shorten them."""

from dinh.kernel.text import fold


def initials(full_name: str) -> str:
    """Return the first letters of a name, "nvt" of Nguyễn Văn Thành; what stands in brackets is no name."""
    words = fold(full_name.partition("(")[0]).split()
    return "".join(word[0] for word in words if word[0].isalpha())
