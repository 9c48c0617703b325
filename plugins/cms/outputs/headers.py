"""The header file of a static host: what browsers may do with each page, and how long to keep it.

The form is that of Netlify and Cloudflare Pages, `_headers` at the top of the site. Where several
rules fit an address, one of them takes the last, the other all of them at once. So the rule for
all addresses allows what any page needs, and each folder has a whole policy of its own, which
allows less: then both come to the same. https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..search import FOLDER as INDEX

FILE = "_headers"

POLICY = "Content-Security-Policy"

_LEAST = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",  # whoever judges a page in its browser asks for robots.txt from there
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "style-src": "'self'",
}
_SCRIPTS = {"script-src": "'self'"}
_SEARCH = {"script-src": "'self' 'wasm-unsafe-eval'"}

_EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""For files whose names change with what they hold."""

Rules = Mapping[str, Mapping[str, str]]
"""Headers by the addresses that get them; `*` at the end stands for whatever follows."""


def header_rules(
    pages: Iterable[str], scripted: Iterable[str], hashed: Iterable[str], has_search: bool
) -> Rules:
    """The headers of a site.

    `pages` are the paths of all pages below the output folder, `scripted` those that load scripts,
    and `hashed` files whose names change with what they hold.
    """
    search = f"{_top(INDEX)}/*" if has_search else None
    needs = {f"/{_top(path)}": _LEAST for path in sorted(pages)}
    needs |= {f"/{_top(path)}": _LEAST | _SCRIPTS for path in scripted}
    rules = {"/*": _EVERYWHERE | _policy(_LEAST | (_SEARCH if has_search else _SCRIPTS))}
    rules |= {f"/{path}": _FOR_EVER for path in sorted(hashed)}
    for top, need in needs.items():
        address = f"{top}/*" if "." not in top and top != "/" else top
        rules[address] = _policy(_LEAST | _SEARCH if address == f"/{search}" else need)
    if has_search:
        rules |= {f"/{INDEX}/{name}/*": _FOR_EVER for name in ("filter", "fragment", "index")}
    return rules


def _top(path: str) -> str:
    """The first folder of a path; a file at the top is there by itself."""
    return path.removesuffix("index.html").partition("/")[0]


def _policy(directives: Mapping[str, str]) -> dict[str, str]:
    return {POLICY: "; ".join(f"{name} {value}" for name, value in directives.items())}


def to_text(rules: Rules) -> str:
    """The rules as the file has them."""
    return "\n".join(
        "\n".join([address, *(f"  {name}: {value}" for name, value in headers.items()), ""])
        for address, headers in rules.items()
    )


def from_text(text: str) -> Rules:
    """The rules of a file that `to_text` wrote."""
    rules: dict[str, dict[str, str]] = {}
    headers: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            headers = rules.setdefault(line, {})
        elif ": " in line:
            name, _, value = line.strip().partition(": ")
            headers[name] = value
    return rules


def headers_for(rules: Rules, path: str) -> Iterator[tuple[str, str]]:
    """The headers of an address, from all rules that fit it."""
    for address, headers in rules.items():
        if path == address or (address.endswith("*") and path.startswith(address[:-1])):
            yield from headers.items()


def with_scripts(policy: str) -> str:
    """A policy that also lets a page load scripts of this site: for a preview."""
    directives = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    return _policy(_SCRIPTS | directives)[POLICY]
