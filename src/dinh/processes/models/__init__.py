from dinh.processes.models.runs import Run, StepRun
from dinh.processes.models.tables import TableVersion
from dinh.processes.models.versions import ProcessVersion

__all__ = ["ProcessVersion", "Run", "StepRun", "TableVersion"]
