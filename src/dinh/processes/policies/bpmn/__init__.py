from dinh.processes.policies.bpmn.drawing import draw
from dinh.processes.policies.bpmn.reading import read_bpmn
from dinh.processes.policies.bpmn.writing import write_bpmn

__all__ = ["draw", "read_bpmn", "write_bpmn"]
