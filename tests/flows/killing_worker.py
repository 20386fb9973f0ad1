"""What a Dask worker loads first: extraction that ends the process at a file of this name."""

import os
import signal

from flows import extraction
from transforms.batch import extract_documents

NAME = "毒.txt"


def _extract(files, catalogue, run_id):
    if any(file.path == NAME for file, _ in files):
        os.kill(os.getpid(), signal.SIGKILL)
    return extract_documents(files, catalogue, run_id)


extraction.extract_documents = _extract
