"""One style sheet from many: every `@import` of the entry file, put in its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
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


_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_PROPERTY = re.compile(r"(--[\w-]+):\s*([^;]+);")


def colors_of(file: Path) -> Mapping[str, str]:
    """{`--name`: value}: the custom properties of the first `:root` in a file, if it is there."""
    if not file.is_file():
        return {}
    root = _ROOT.search(_COMMENT.sub("", _read(file)))
    return dict(_PROPERTY.findall(root[1])) if root else {}
