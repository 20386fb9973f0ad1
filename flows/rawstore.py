"""The raw store: each content once, at `HOME/raw/<first two of sha>/<sha>`, never changed or removed here."""

import os
import threading
from pathlib import Path


def raw_path(home: Path, sha256: str) -> Path:
    """Where the bytes with this SHA-256 (hexadecimal) are kept."""
    return home / "raw" / sha256[:2] / sha256


def keep(home: Path, sha256: str, data: bytes) -> Path:
    """Keep `data` unless it is there already; whoever reads sees all or nothing. Raises OSError."""
    path = raw_path(home, sha256)
    if path.exists() and path.stat().st_size == len(data):
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{sha256}.{os.getpid()}.{threading.get_ident()}.part")
    part.write_bytes(data)
    part.replace(path)
    return path
