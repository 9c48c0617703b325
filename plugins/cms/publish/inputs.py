"""What pages are made from: a digest for each key that is noted while they are made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

from jinja2 import Environment, TemplateNotFound

from ..entries import Entry
from ..site import Site
from ..tracing import Key
from .describing import Describer, Indescribable


class Inputs:
    """All that a build may read, as it is now.

    `context` is what all templates get, and `env` where they come from.
    """

    def __init__(self, site: Site, context: Mapping[str, Any], env: Environment, folder: Path):
        self.describer = Describer()
        self._site = site
        self._context = context
        self._env = env
        self._folder = folder
        self._known: dict[Key, str] = {}
        self._entries = {entry.path: entry for entry in site.every()}

    def digest(self, key: Key) -> str:
        """What has this key, as a short text; another one each time where nobody can say."""
        known = self._known.get(key)
        if known is None:
            try:
                known = _short(self._text(*key))
            except Indescribable:
                known = token_hex()
            self._known[key] = known
        return known

    def _text(self, what: str, *names: str) -> str:
        entry = self._entries.get(names[0]) if names else None
        match what:
            case "face" | "data" | "body" | "document":
                return str(getattr(entry.digests, what)) if entry else ""
            case "state":
                return entry.state(self._site.now) if entry else ""
            case "citations":
                return " ".join(entry.face.cites) if entry else ""
            case "context":
                return self._in_context(names[0])
            case "link":
                return self._link(names[0])
            case "template":
                return self._template(names[0])
            case "file":
                return _file(self._folder / names[0])
        return self._of_site(what, *names)

    def _of_site(self, what: str, *names: str) -> str:
        site = self._site
        match what:
            case "entry":
                return _paths(filter(None, [site.entry(*names)]))
            case "all":
                return _paths(site.all(*names))
            case "referring":
                kind, slug, by = names
                found = site.entry(kind, slug)
                return _paths(site.referring(found, by)) if found else ""
            case "cited by":
                return _paths(site.cited_by(*names))
            case "entries":
                groups = (site.entries, site.unread, site.expired, site.hidden)
                return repr([[_whole(one, site) for one in group] for group in groups])
            case "settings":
                return repr([document.text for document in site.data.documents(*names)])
            case "library":
                return repr([(key, one.csl) for key, one in site.library.items()])
            case "sources":
                return repr(list(site.library))
            case "source":
                return repr(getattr(site.library.get(names[0]), "csl", None))
            case "redirects":
                return repr(site.redirects)
            case "assets":
                return repr(sorted(site.assets))
            case "now" | "today":
                return str(getattr(site, what))
        raise AssertionError(f"nobody says what `{what}` is")

    def _in_context(self, name: str) -> str:
        if name in self._context:
            return self.describer.describe(self._context[name])
        return self.describer.describe(self._env.globals.get(name))

    def _link(self, path: str) -> str:
        """Where a link to a content file leads."""
        for key in ("generated_content", "static_content"):
            content = self._context[key].get(path)
            if content is not None:
                return str(content.url)
        return ""

    def _template(self, name: str) -> str:
        assert self._env.loader
        try:
            return self._env.loader.get_source(self._env, name)[0]
        except TemplateNotFound:
            return ""


def _whole(entry: Entry, site: Site) -> tuple[str, str, str]:
    return entry.path, entry.digests.document, entry.state(site.now)


def _paths(entries: Iterable[Entry | None]) -> str:
    return " ".join(entry.path for entry in entries if entry)


def _file(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes()).hexdigest() if path.is_file() else ""


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
