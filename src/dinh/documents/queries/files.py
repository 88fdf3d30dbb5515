from functools import partial
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from dinh.documents.models import StoredFile
from dinh.documents.policies import doors
from dinh.documents.queries.views import file_view
from dinh.documents.registry.doors import guard_of
from dinh.documents.registry.house import house
from dinh.documents.types import FileView
from dinh.kernel.actor import Actor
from dinh.kernel.errors import NotFound, Unavailable


def file_row(file_id: str) -> StoredFile:
    row = StoredFile.objects.filter(public_id=file_id).first()
    if row is None:
        raise NotFound("DC10", _("This file does not exist."))
    return row


def file(*, file_id: str) -> FileView:
    """Return what is known of a file, without its content. Raises NotFound."""
    return file_view(file_row(file_id))


def check_open(by: Actor, row: StoredFile) -> None:
    guard = guard_of(row.subject_id)
    doors.check_can_open(
        by,
        owner_person_id=row.owner_person_id,
        stored_by=row.stored_by,
        agency_id=row.agency_id,
        guard=partial(guard, by, row.subject_id) if guard else None,
    )


def open_file(*, by: Actor, file_id: str) -> BinaryIO:
    """Return the content of a file as a binary stream, to be closed by the caller.

    Raises NotFound, NotAllowed (neither owner, sender nor an officer of the subject) and Unavailable when the bytes
    cannot be read.
    """
    row = file_row(file_id)
    check_open(by, row)
    return open_content(row)


def open_content(row: StoredFile) -> BinaryIO:
    try:
        return house().store.open(row.sha256)
    except OSError as fault:
        raise Unavailable(
            "DC11", _("The file store does not answer."), _("The file is not lost. Please try again in a minute.")
        ) from fault


def read_content(row: StoredFile) -> bytes:
    with open_content(row) as stream:
        return stream.read()
