"""The pen: one PAdES signature on the bytes of a PDF (B-LT in one revision: timestamp and validation data inside)."""

import io
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pikepdf
from asn1crypto import x509 as asn1
from pikepdf import String
from pyhanko_certvalidator import ValidationContext

from dinh.documents.registry import authority, press
from dinh.documents.registry.addition import RANGE, Addition, Ref, ranged
from dinh.documents.registry.envelope import envelope_of
from dinh.documents.types import Certificate, SignAs
from dinh.kernel.clock import local

# Room for the signature in hexadecimal digits; ours take about 15,300.
_ROOM = 24_576
# Printed with the page; nobody moves or deletes it.
_WIDGET_FLAGS = 4 | 128
_SIGNED_AND_APPEND_ONLY = 1 | 2
# A changed file is our answer to the person, not a fault of the program.
logging.getLogger("pyhanko.sign.diff_analysis.policies").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the visible part goes: page from 1, points from the top left."""

    page: int
    x: int
    y: int
    width: int
    height: int


def tidy(pdf: bytes) -> bytes:
    """Return the same PDF written anew, for writers whose tables the signing library does not accept."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, io.BytesIO() as out:
        opened.save(out)
        return out.getvalue()


def sign(pdf: bytes, *, sign: SignAs, at: datetime, field: str, place: Place | None, reason: str) -> bytes:
    """Return `pdf` with one more signature, appended so that earlier ones stay whole. ValueError when it is no PDF."""
    who, tsa, chain = authority.holder(sign), authority.timestamper(), authority.chain()
    authority.check_holds(who, at)
    with Addition(pdf) as more:
        told = more.new(_told(at, reason))
        form = _enter(more, told, sign, at, field, place)
        proofs = _proofs(more, certificates=(who.certificate, tsa.certificate, *chain), lists=authority.crls())
        more.write(more.pdf.Root.objgen, {**dict(more.pdf.Root.items()), "/AcroForm": form, "/DSS": proofs})
        whole = more.written()
    out, begins, ends = ranged(whole, _ROOM)
    digest = sha256(memoryview(out)[:begins])
    digest.update(memoryview(out)[ends:])
    made = envelope_of(digest.digest(), who, tsa, chain, at=at).hex().encode()
    if len(made) > _ROOM:
        raise ValueError("there is no room for this signature")
    out[begins + 1 : begins + 1 + len(made)] = made
    return bytes(out)


def _told(at: datetime, reason: str) -> Mapping[str, Any]:
    """Return the signature with room for itself and for what it covers."""
    about = {
        "/Type": "/Sig",
        "/Filter": "/Adobe.PPKLite",
        "/SubFilter": "/ETSI.CAdES.detached",
        "/M": String(f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"),
        "/Location": String("Việt Nam"),
        **({"/Reason": String(reason)} if reason else {}),
    }
    return {**about, "/ByteRange": RANGE, "/Contents": b"<" + b"0" * _ROOM + b">"}


def _enter(more: Addition, told: Ref, sign: SignAs, at: datetime, field: str, place: Place | None) -> Ref:
    """Put the field of the signature on its page; return the form it stands in."""
    page = more.pdf.pages[place.page - 1 if place else 0]
    widget = more.new(
        {
            "/Type": "/Annot",
            "/Subtype": "/Widget",
            "/FT": "/Sig",
            "/T": String(field),
            "/V": told,
            "/F": _WIDGET_FLAGS,
            "/P": page.obj,
            "/Rect": _box(page, place) if place else (0, 0, 0, 0),
            **({"/AP": {"/N": _face(more, sign, at, place)}} if place else {}),
        }
    )
    more.write(page.obj.objgen, {**dict(page.obj.items()), "/Annots": [*page.obj.get("/Annots", ()), widget]})
    before = dict(more.pdf.Root.get("/AcroForm", {}).items())
    fields = [*before.get("/Fields", ()), widget]
    return more.new({**before, "/Fields": fields, "/SigFlags": _SIGNED_AND_APPEND_ONLY})


def _proofs(more: Addition, *, certificates: Iterable[bytes], lists: Iterable[bytes]) -> Ref:
    """Keep what a later reader needs to judge the signature; what is there already is not put there twice."""
    kept: dict[str, Any] = dict(more.pdf.Root.get("/DSS", {}).items())
    for key, contents in (("/Certs", certificates), ("/CRLs", lists)):
        listed = list(kept.get(key, ()))
        known = {stream.read_bytes() for stream in listed}
        kept[key] = [*listed, *(more.stream(one) for one in dict.fromkeys(contents) if one not in known)]
    return more.new({**kept, "/Type": "/DSS"})


def _face(more: Addition, sign: SignAs, at: datetime, place: Place) -> Ref:
    """Set the visible part and take it over as a drawing of this file."""
    is_agency = sign.certificate is Certificate.AGENCY
    data: Mapping[str, Any] = {
        "width": place.width,
        "height": place.height,
        "heading": "Ký số cơ quan" if is_agency else "Ký số cá nhân",
        "name": sign.name,
        "organization": sign.organization,
        "time": f"{local(at):%H:%M:%S %d/%m/%Y}",
    }
    with pikepdf.open(io.BytesIO(press.press("stamp", data, at).pdf)) as drawn:
        return more.copied(drawn.make_indirect(drawn.pages[0].as_form_xobject()))


def trust(moment: datetime | None, extra_crls: tuple[bytes, ...] = ()) -> ValidationContext:
    """Return what we trust: the local root, with its lists of revoked certificates, at one moment."""
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(authority.root())],
        other_certs=[asn1.Certificate.load(one) for one in authority.chain()],
        crls=[*authority.crls(), *extra_crls],
        moment=moment,
        revocation_mode="hard-fail",
        retroactive_revinfo=True,
    )


def _box(page: pikepdf.Page, place: Place) -> tuple[int, int, int, int]:
    left, bottom, right, top = (int(side) for side in page.mediabox)
    x = min(left + place.x, max(left, right - place.width))
    y = max(bottom, top - place.y - place.height)
    return x, y, x + place.width, y + place.height
