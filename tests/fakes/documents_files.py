"""Files as people send them, whole and hostile, made by hand: each function returns bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image


def _saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _blank(pages: int = 1) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 400))
    return made


def pdf(pages: int = 1) -> bytes:
    return _saved(_blank(pages))


def pdf_with_script() -> bytes:
    made = _blank()
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return _saved(made)


def pdf_with_script_in_a_page() -> bytes:
    made = _blank()
    action = made.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    made.pages[0].obj.AA = Dictionary(O=action)
    return _saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_that_launches() -> bytes:
    made = _blank()
    made.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    return _saved(made)


def pdf_that_sends() -> bytes:
    made = _blank()
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.SubmitForm))
    made.pages[0].obj.Annots = made.make_indirect(Array([note]))
    return _saved(made)


def pdf_with_a_file_inside() -> bytes:
    made = _blank()
    made.attachments["virus.exe"] = b"MZ"
    return _saved(made)


def pdf_with_xfa() -> bytes:
    made = _blank()
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))
    return _saved(made)


def pdf_with_password() -> bytes:
    return _saved(_blank(), encryption=pikepdf.Encryption(owner="o", user="u"))


def pdf_closed_to_editing() -> bytes:
    return _saved(_blank(), encryption=pikepdf.Encryption(owner="o", user=""))


def pdf_cut_off() -> bytes:
    whole = pdf(3)
    return whole[: len(whole) * 2 // 3]


def pdf_without_pages() -> bytes:
    return _saved(pikepdf.new())


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def picture_cut_off(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 80).convert("RGB").save(out, kind)
    return out.getvalue()[: len(out.getvalue()) // 2]


def picture_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 by 60,000 points."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for name, body in parts:
        out += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return out


def scan(pages: int = 2) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("L", (80, 60), 255 - i) for i in range(pages)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return out.getvalue()


_WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}


def word() -> bytes:
    return _packed(_WORD)


def sheet() -> bytes:
    return _packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def word_bomb() -> bytes:
    return _packed({**_WORD, "word/media/a.xml": b"0" * 30_000_000})


def word_that_lies_about_its_size() -> bytes:
    """The unpacked size written in the archive is 10 bytes; the part unpacks to 30 million."""
    bomb = word_bomb()
    return bomb.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 10))


def word_with_macros() -> bytes:
    return _packed({**_WORD, "word/vbaProject.bin": b"\0"})


def word_that_climbs_out() -> bytes:
    return _packed({**_WORD, "../../etc/passwd": b"x"})


def plain_zip() -> bytes:
    return _packed({"a.txt": b"hello"})


def word_cut_off() -> bytes:
    return word()[:-30]


PROGRAM = b"MZ\x90\x00" + b"\0" * 200
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\0" * 100
HTML = b"<html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
