from dinh.notices.models.notices import Message, Notice, Preference, Try
from dinh.notices.models.outside import DeliveryReceipt, ProviderState, SimulatedArrival

__all__ = ["DeliveryReceipt", "Message", "Notice", "Preference", "ProviderState", "SimulatedArrival", "Try"]
