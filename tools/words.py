"""Brings the catalogs of the theme in step with the words in its templates and in the subject."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from plugins.cms.translations import FOLDER

from .bootstrap import ROOT

_METHODS = [("**/*.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS = {"**/*.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_SOURCES = ("theme/templates", "theme/components", "plugins/clinic", "plugins/cms/publish")


def renew(*, check: bool = False) -> int:
    """Bring each catalog in step; with `check`, write none. Return 1 where one is not, else 0.

    A text that is new is empty in a catalog until somebody translates it; one that was changed
    is marked `fuzzy`, which counts as not translated.
    """
    words = _words()
    lacking = 0
    for file in sorted((ROOT / "theme" / FOLDER).glob("*/LC_MESSAGES/messages.po")):
        before = file.read_bytes()
        catalog = read_po(BytesIO(before), locale=file.parent.parent.name)
        catalog.update(words, update_creation_date=False)
        after = _written(catalog)
        open_texts = [one for one in catalog if one.id and (one.fuzzy or not _is_full(one.string))]
        name = file.relative_to(ROOT).as_posix()
        for one in open_texts:
            text = one.id if isinstance(one.id, str) else one.id[0]
            print(f"{name}: not translated yet: {text}")
        if after != before:
            print(f"{name} {'is out of step: run `inv words`' if check else 'was written anew'}")
            if not check:
                file.write_bytes(after)
        lacking += bool(open_texts) or (check and after != before)
    return int(bool(lacking))


def _words() -> Catalog:
    """All that is said in the templates and in the subject."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for folder in _SOURCES:
        found = extract_from_dir(
            ROOT / folder, _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("For translators:",)
        )
        for path, _line, message, comments, context in found:
            place = Path(folder, path).as_posix()
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def _written(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def _is_full(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)
