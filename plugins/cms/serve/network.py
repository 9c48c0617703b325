"""Under which addresses a server is reached, and what that means for who can see it."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

LOOPBACK = "127.0.0.1"
"""Only this machine: what is served may be unfinished or private."""

_EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]"}
"""What stands for all addresses of this machine, and which of them this machine itself uses."""

_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses that nobody has (RFC 5737, RFC 3849): nothing is sent to them."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address of this machine.

    Raises gaierror or UnicodeError for what is no address at all, and OSError.
    """
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.create_server(address[:2], family=family)
    # What is accepted has this as well: else the end of an answer waits until its start is known
    # to be there, which takes the other side 40 ms to say.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def is_private(host: str) -> bool:
    """Whether only this machine can reach the address."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def own_name(host: str) -> str:
    """What is typed on this machine to reach a server that listens at an address."""
    return _EVERYWHERE.get(host) or _name(host)


def names_of(host: str) -> list[str]:
    """What others type to reach a server that listens at an address, the best one first."""
    if host not in _EVERYWHERE:
        return [_name(host)]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found: list[str] = []
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((_ELSEWHERE[family], 9))  # no packet yet: it only chooses the way out
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        known = socket.getaddrinfo(socket.gethostname(), None, family, socket.SOCK_STREAM)
        found += [str(address[0]) for *_, address in known]
    return [_name(one) for one in dict.fromkeys(found) if not is_private(one)]


def warning(names: list[str], port: int) -> str:
    """What somebody has to know who shows the preview to others."""
    where = " or ".join(f"http://{name}:{port}" for name in names)
    open_it = f"On your phone, open {where}." if where else "This machine is in no network now."
    return (
        f"{open_it} Careful: everybody in the same network can open the preview, too, as long as "
        "it runs. They see drafts, posts that are not due yet, and lines of your files that have "
        "mistakes. Leave out `--host`, and only this machine can open it."
    )


def _name(address: str) -> str:
    """An address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address
