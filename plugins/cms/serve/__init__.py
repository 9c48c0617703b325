"""The live preview: the site on this machine, built again after each change.

`server` starts and ends everything; `watch` sees changes; `builder` builds in a process of
its own, which runs `child`; `preview` is what browsers are told; `app` answers them.
"""

from __future__ import annotations

from pathlib import Path


def serve(port: int = 8000, settings: str = "pelicanconf.py") -> int:
    """Show the site at `http://127.0.0.1:port` until Ctrl-C or SIGTERM.

    Returns 0 at the end, 2 for a number that is no port, 3 where the port cannot be had.
    """
    try:
        from .server import run  # here, since `child` has no use for a web server

        return run(port, Path(settings))
    except KeyboardInterrupt:  # before the server was there to be told
        return 0
