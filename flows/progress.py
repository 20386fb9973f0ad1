"""How far a run is, told to whoever listens (the command's progress bar); nobody by default."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, int, int], None]
_listeners: list[Listener] = []


def tell(stage: str, done: int, total: int) -> None:
    """Say that `done` of `total` parts of a stage are finished; stages are named in Chinese."""
    for listener in _listeners:
        listener(stage, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call `listener` with each message while this lasts."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
