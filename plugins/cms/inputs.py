"""What there is to read of a site: a digest for each key that is noted (`tracing`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from secrets import token_hex

from .entries import Entry
from .site import Site
from .tracing import Key

OF_FILE = frozenset({"body", "card", "data", "document", "face"})
"""What follows from the file of an entry, which has a hash of each."""


class Unknowable(Exception):
    """Nobody can tell whether a value is the same as before."""


class Inputs:
    """All that may be read of a site, as it is now."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._known: dict[Key, str] = {}
        self._entries = {entry.path: entry for entry in site.every()}

    def digest(self, key: Key) -> str:
        """What has this key, as a short text; another one each time where nobody can say."""
        known = self._known.get(key)
        if known is None:
            try:
                known = self._of_file(*key) if key[0] in OF_FILE else short_digest(self.text(*key))
            except Exception:  # Unknowable, or a key that another program noted
                known = token_hex()
            self._known[key] = known
        return known

    def forget(self, changed: Set[Key]) -> None:
        """Look anew at what has changed."""
        for key in changed:
            self._known.pop(key, None)

    def _of_file(self, what: str, path: str) -> str:
        entry = self._entries.get(path)
        digest: str = getattr(entry.digests, what) if entry else ""
        return digest

    def text(self, what: str, *names: str) -> str:
        """What has this key, as text, unless it follows from a file. Raises Unknowable."""
        entry = self._entries.get(names[0]) if names else None
        match what:
            case "state":
                return entry.state(self.site.now) if entry else ""
            case "place":
                return self.site.place(names[0])
            case "citations":
                return " ".join(entry.face.cites) if entry else ""
        return self._of_site(what, *names)

    def _of_site(self, what: str, *names: str) -> str:
        site = self.site
        match what:
            case "entry":
                found = site.entry(*names)
                return found.path if found else ""
            case "all":
                return _paths(site.all(*names))
            case "referring":
                kind, slug, by = names
                found = site.entry(kind, slug)
                return _paths(site.referring(found, by)) if found else ""
            case "translations":
                return repr([(one.face.lang, one.path) for one in site.translations(*names)])
            case "cited by":
                return _paths(site.cited_by(*names))
            case "entries":
                groups = (site.entries, site.unread, site.expired, site.hidden)
                return repr([[_whole(one, site) for one in group] for group in groups])
            case "settings":
                return repr([document.data for document in site.data.documents(*names)])
            case "settings file":
                return repr([document.text for document in site.data.documents(*names)])
            case "has settings":
                return str(site.has_settings)
            case "library":
                return repr([(one, one.csl) for one in site.library.values()])
            case "sources":
                return repr(list(site.library))
            case "source":
                one = site.library.get(names[0])
                return repr(one and (one, one.csl))
            case "redirects":
                return repr(site.redirects)
            case "assets":
                return repr(sorted(site.assets))
            case "now" | "today" | "zone":
                return str(getattr(site, what))
        raise AssertionError(f"nobody says what `{what}` is")


def _whole(entry: Entry, site: Site) -> tuple[str, str, str]:
    return entry.path, entry.digests.document, entry.state(site.now)


def _paths(entries: Iterable[Entry]) -> str:
    return "\0".join(entry.path for entry in entries)  # a name may have any other sign


def short_digest(text: str) -> str:
    """A text, which may be no text for others, as a short one that stands for it."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
