"""What a file really is, and whether it is safe to keep and to show: judged by its bytes, never by its name."""

from dinh.documents.policies.content.inspect import Content, inspect, pages_of

__all__ = ["Content", "inspect", "pages_of"]
