"""One style sheet from many: every `@import` of the entry file, put in its place."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ..errors import BuildFailure

_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)" layer\((?P<layer>[\w.-]+)\);$', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


def stylesheet(entry: Path) -> dict[str, bytes]:
    """{`theme/NAME.DIGEST.css`: text}: the digest lets hosts keep the file for ever."""
    text = _IMPORT.sub(
        lambda found: _layer(entry.parent / found["path"], found["layer"]), _read(entry)
    )
    text = _SPACE.sub("\n", _COMMENT.sub("", text)).strip() + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return {f"theme/{entry.stem}.{digest}.css": text.encode()}


def _layer(path: Path, layer: str) -> str:
    return f"@layer {layer} {{\n{_read(path)}\n}}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BuildFailure(f"The style sheet {path} cannot be read: {error.strerror}.") from error
