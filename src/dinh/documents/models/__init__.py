from dinh.documents.models.files import Signature, StoredFile
from dinh.documents.models.papers import Paper
from dinh.documents.models.store import StoreItem, StoreUse

__all__ = ["Paper", "Signature", "StoreItem", "StoreUse", "StoredFile"]
