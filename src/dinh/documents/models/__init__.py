from dinh.documents.models.files import Signature, StoredFile
from dinh.documents.models.papers import PAPER_WORDS, Paper
from dinh.documents.models.store import StoreItem, StoreUse

__all__ = ["PAPER_WORDS", "Paper", "Signature", "StoreItem", "StoreUse", "StoredFile"]
