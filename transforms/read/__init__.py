"""From a file's bytes to a document: one module a format, each on a library of its own field.

Pure: bytes in, a `Document` out or `Unreadable` raised. Nothing here writes, fetches or executes; a parser
that may hang or crash is run by `flows` in a process of its own.
"""
