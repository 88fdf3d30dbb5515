"""Loading the map of the country: repeatable, one transaction, one entry in the ledger when something changed."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from dinh.directory.units.events import MapLoaded
from dinh.directory.units.models import MapLoad
from dinh.directory.units.operations.build import build_country
from dinh.directory.units.operations.sources import read_sources
from dinh.directory.units.operations.write import write_country
from dinh.directory.units.queries.atlas import forget_atlas
from dinh.directory.units.types import LoadReport
from dinh.kernel.actor import Actor, ActorKind
from dinh.kernel.errors import NotAllowed
from dinh.kernel.ids import new_id
from dinh.ledger import api as ledger


def load_units(*, by: Actor, at: datetime, folder: Path) -> LoadReport:
    """Read `folder`/admin and `folder`/geo and bring the map in the database to what they say.

    A second load of the same files by the same rules changes nothing and records nothing. Raises NotAllowed for anyone
    but the system and data officers, Invalid when the files contradict themselves.
    """
    if by.kind is not ActorKind.SYSTEM and not by.has_role("data_officer", "operator"):
        raise NotAllowed("DU02", _("Only the system or a data officer loads the map."))
    sources = read_sources(folder)
    digest = hashlib.sha256((sources.digest + _rules_digest()).encode()).hexdigest()
    last = MapLoad.objects.order_by("-pk").first()
    if last and last.digest == digest:
        return LoadReport(digest=digest, added={}, superseded={})
    with transaction.atomic():
        tally = write_country(build_country(sources), at)
        added = {table: fresh for table, (fresh, _gone) in tally.items()}
        superseded = {table: gone for table, (_fresh, gone) in tally.items()}
        loaded = MapLoad.objects.create(
            public_id=new_id("map"), at=at, digest=digest, added=added, superseded=superseded
        )
        event = MapLoaded(digest=digest, added=sum(added.values()), superseded=sum(superseded.values()))
        ledger.record(event=event, by=by, at=at, subjects=[loaded.public_id])
    forget_atlas()
    return LoadReport(digest=digest, added=added, superseded=superseded)


def _rules_digest() -> str:
    """Return a digest of the code that reads the files: other rules may read another map from the same bytes."""
    home = Path(__file__).parents[1]
    files = sorted([*home.glob("operations/*.py"), *home.glob("policies/*.py"), home / "types.py"])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
