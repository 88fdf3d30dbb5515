"""Giving out dossier codes: gap-free per agency and day, never twice."""

import logging
from datetime import date

from django.db import connection

from dinh.directory.api import AgencyView
from dinh.dossiers.policies.codes import is_past_width, make_code
from dinh.dossiers.registry.province import routing

_log = logging.getLogger("dinh.dossiers")
# The row stays locked until the receipt commits: whoever comes next waits, and a rollback gives the number back.
_NEXT = """
INSERT INTO dossiers_codecounter (agency_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_id, day) DO UPDATE SET last = dossiers_codecounter.last + 1
RETURNING last
"""


def next_code(agency: AgencyView, day: date) -> str:
    """Return the next code of the agency that day; call it late in the transaction, since others wait for its end.

    Raises Conflict HS31 when the day's numbers are used up and the province's template may not grow.
    Basis: 45/2020/NĐ-CP, Điều 11 khoản 3; 01/2018/TT-VPCP, Điều 19.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency.agency_id, day])
        number: int = cursor.fetchone()[0]
    template = routing().code_template(day)
    if is_past_width(template, number):
        _log.warning(
            "dossier number %s of %s on %s is longer than %s digits", number, agency.code_new, day, template.width
        )
    return make_code(template, agency_code=agency.code_new, day=day, number=number)
