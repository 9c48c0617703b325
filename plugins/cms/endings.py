"""The signals that end a program, and who hears them for a while."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heard() -> list[signal.Signals]:
    """Those that this program is to hear: who started it may be against some, as `nohup` is."""
    return [one for one in ENDINGS if signal.getsignal(one) is not signal.SIG_IGN]


@contextmanager
def told(
    handler: Callable[[int, FrameType | None], None], signals: Iterable[signal.Signals] = ENDINGS
) -> Iterator[None]:
    """Have a function told of signals meanwhile; not in another thread, where none arrive."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, handler) for one in signals}
    try:
        yield
    finally:
        for one, former in before.items():
            signal.signal(one, former or signal.SIG_DFL)
