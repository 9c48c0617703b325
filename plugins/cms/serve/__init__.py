"""The live preview: the site on this machine, built again after each change.

`server` starts and ends everything, at an address of `network`; `watch` sees changes; `builder`
builds in a process of its own, which runs `child`, and hands over an `outcome`, for a fault with
the place that `fault` finds; `preview` is what browsers are told of their `pages`, with a `panel`
of what is to be mended; `app` answers them.
"""

from __future__ import annotations

from pathlib import Path


def serve(port: int = 8000, settings: str = "pelicanconf.py", host: str = "") -> int:
    """Show the site at `http://127.0.0.1:port` until Ctrl-C or SIGTERM.

    With a `host`, an address of this machine, it is shown there, and others may see it, too.
    Returns 0 at the end, 2 for what is no port or no address, 3 where the port cannot be had.
    """
    try:
        from .server import run  # here, since `child` has no use for a web server

        return run(port, Path(settings), host)
    except KeyboardInterrupt:  # before the server was there to be told
        return 0
