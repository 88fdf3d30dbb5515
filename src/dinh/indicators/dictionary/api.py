"""The door of the dictionary: definitions of the province from draft to publication, and their end."""

from dinh.indicators.dictionary.operations.drafts import begin_draft, drop_draft, next_number, save_draft
from dinh.indicators.dictionary.operations.endings import approve_end, propose_end, send_end_back, take_end_back
from dinh.indicators.dictionary.operations.proposals import NotComputable, propose, publish, send_back, take_back
from dinh.indicators.dictionary.policies.access import EDITING, READING, can_approve, can_edit, can_read
from dinh.indicators.dictionary.policies.rows import FileFault, to_toml
from dinh.indicators.dictionary.queries.files import read_file
from dinh.indicators.dictionary.queries.versions import compiled, version, versions
from dinh.indicators.dictionary.types import Compiled, Ending, Fault, Signed, State, VersionView

__all__ = [
    "EDITING",
    "READING",
    "Compiled",
    "Ending",
    "Fault",
    "FileFault",
    "NotComputable",
    "Signed",
    "State",
    "VersionView",
    "approve_end",
    "begin_draft",
    "can_approve",
    "can_edit",
    "can_read",
    "compiled",
    "drop_draft",
    "next_number",
    "propose",
    "propose_end",
    "publish",
    "read_file",
    "save_draft",
    "send_back",
    "send_end_back",
    "take_back",
    "take_end_back",
    "to_toml",
    "version",
    "versions",
]
