"""Every reason to turn a file away: a code for the help line, what is wrong, how to mend it."""

from django.utils.translation import gettext_lazy as _

from dinh.kernel.errors import Invalid, Words

REASONS: dict[str, tuple[Words, Words]] = {
    "FL01": (_("This file is empty."), _("Open it on your device to see whether it was saved, then send it again.")),
    "FL02": (_("This file is too large."), _("Scan at 200 dots per inch, or split it into parts, then send again.")),
    "FL03": (
        _("We cannot take this kind of file."),
        _("Please send a PDF, a photo (JPEG, PNG, TIFF), a Word (.docx) or an Excel (.xlsx) file."),
    ),
    "FL04": (
        _("This is a program, not a document."),
        _("Check that you chose the right file; your device may carry a virus."),
    ),
    "FL05": (
        _("We cannot read HEIC photos yet."),
        _("On the phone, choose “Most compatible” for photos, or send a JPEG."),
    ),
    "FL06": (
        _("This is an old Office file, or one closed with a password."),
        _("Open it and save it as .docx, .xlsx or PDF without a password."),
    ),
    "FL10": (_("This PDF is damaged or was not sent whole."), _("Open it, print it to a new PDF and send that one.")),
    "FL11": (_("This PDF is closed with a password."), _("Save it without a password, then send it again.")),
    "FL12": (_("This PDF carries a script."), _("Print it to a new PDF (Print, Save as PDF) and send that one.")),
    "FL13": (
        _("This PDF tries to start something or to send data when it is opened."),
        _("Print it to a new PDF (Print, Save as PDF) and send that one."),
    ),
    "FL14": (_("This PDF has other files hidden inside."), _("Take the files out and send each of them by itself.")),
    "FL15": (
        _("This PDF is an old interactive form (XFA)."),
        _("Print it to a new PDF (Print, Save as PDF) and send that one."),
    ),
    "FL16": (_("This PDF has too many pages or parts."), _("Split it into smaller files, then send each of them.")),
    "FL20": (_("This picture is damaged or was not sent whole."), _("Please take the picture again and send it.")),
    "FL21": (_("This picture has too many points."), _("Please take it again at a normal size.")),
    "FL30": (_("This Office file is damaged."), _("Open it, save it again and send it.")),
    "FL31": (_("This Office file unpacks to an unreasonable size."), _("Save its content as a PDF and send that.")),
    "FL32": (
        _("This Office file carries macros or other programs."),
        _("Save it without macros (.docx, .xlsx) or as a PDF."),
    ),
}


def refuse(code: str) -> Invalid:
    """Return the refusal of this code, to be raised where it is found."""
    message, hint = REASONS[code]
    return Invalid(code, message, hint)
