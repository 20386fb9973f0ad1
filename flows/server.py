"""A Prefect server of our own, as a process: `python -m flows.server SOCKET PARENT RECORD`.

SOCKET is the number of a listening socket that the run has opened and hands over, so that it knows the
address before the server is up; PARENT is the run's process. The server ends when it is told to, or when
that process is gone, which may be before the server has even begun. That of `fazhi serve` (RECORD) has
pages and a scheduler, which a single run needs not.
"""

import gc
import os
import signal
import socket
import sys
import threading
import time

WATCH_SECONDS = 0.5
COLLECT_AFTER = 50_000  # objects; Python's 700 costs a tenth of the start, which makes what stays


def serve(number: int, parent: int, *, lasting: bool) -> None:
    """Serve Prefect's API on this socket until told to stop, or until `parent` is not our parent any more."""
    threading.Thread(target=_end_without, args=(parent,), daemon=True).start()
    gc.set_threshold(COLLECT_AFTER)
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=not lasting, final=True)
    config = uvicorn.Config(app, log_level="critical", lifespan="on", timeout_graceful_shutdown=3)
    with socket.socket(fileno=number) as listening:
        uvicorn.Server(config).run(sockets=[listening])


def _end_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
    os._exit(1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), lasting=sys.argv[3] == "serve.json")
