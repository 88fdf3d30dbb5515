"""The words of decision tables on screen."""

from django.utils.translation import gettext_lazy as _

from dinh.processes.api import Aggregation, ColumnType, HitPolicy, TablePurpose, TableState

POLICIES = {
    HitPolicy.UNIQUE: _("At most one rule may hold"),
    HitPolicy.ANY: _("Several may hold if they answer alike"),
    HitPolicy.PRIORITY: _("The best answer of those that hold"),
    HitPolicy.FIRST: _("The first rule that holds"),
    HitPolicy.COLLECT: _("Gather all that hold"),
    HitPolicy.RULE_ORDER: _("All that hold, in the order of the rules"),
    HitPolicy.OUTPUT_ORDER: _("All that hold, the best answer first"),
}
AGGREGATIONS = {
    Aggregation.LIST: _("Keep each"),
    Aggregation.SUM: _("Add up (+)"),
    Aggregation.MIN: _("The smallest (<)"),
    Aggregation.MAX: _("The largest (>)"),
    Aggregation.COUNT: _("Count (#)"),
}
SIGNS = {
    Aggregation.LIST: "",
    Aggregation.SUM: "+",
    Aggregation.MIN: "<",
    Aggregation.MAX: ">",
    Aggregation.COUNT: "#",
}
TYPES = {
    ColumnType.TEXT: _("text"),
    ColumnType.NUMBER: _("whole number"),
    ColumnType.MONEY: _("money (đồng)"),
    ColumnType.DECIMAL: _("decimal number"),
    ColumnType.DATE: _("day"),
    ColumnType.BOOL: _("yes or no"),
    ColumnType.ENUM: _("choice"),
}
PURPOSES = {
    TablePurpose.FEE: _("Fees"),
    TablePurpose.ROUTE: _("Routes"),
    TablePurpose.PAPERS: _("Needed papers"),
    TablePurpose.OTHER: _("Other rules"),
}
STATES = {
    TableState.DRAFT: (_("Draft"), "info"),
    TableState.PUBLISHED: (_("Published"), "good"),
    TableState.RETIRED: (_("No longer in force"), "quiet"),
}
