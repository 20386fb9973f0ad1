"""Plain text and Markdown: the characters as decoded, nothing else."""

from transforms.read.document import Document, Limits
from transforms.text.decode import decode


def read(data: bytes, limits: Limits) -> Document:
    """The text of a .txt or .md file; raises Unreadable where it is empty or no text."""
    return Document(decode(data), "txt")
