"""The parts of a `.docx` file, read within limits: it is a ZIP archive of XML files.

ECMA-376, part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

from ..result import Unusable

MAX_PARTS = 5_000
MAX_UNPACKED = 200_000_000
"""How much a document may hold once it is unpacked, in bytes."""
MAX_XML = 30_000_000
"""How much one of its XML parts may hold."""

_DAMAGED = (
    "The document is damaged, or no Word document. Open it in Word and save it under another name."
)
_CORE = "{http://purl.org/dc/elements/1.1/}title"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass
class Package:
    """The parts of a document by their paths; `main` is the path of its text."""

    parts: dict[str, bytes]
    main: str
    trees: dict[str, ElementTree.Element] = field(default_factory=dict)

    @classmethod
    def open(cls, raw: bytes) -> Package:
        """Unpack a document. Raises Unusable for one that is damaged or too large."""
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                parts = _unpack(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise Unusable(_DAMAGED) from None
        except RuntimeError:  # what zipfile says of a password
            raise Unusable(
                "The document is protected with a password. Open it, clear the password, and "
                "save it."
            ) from None
        package = cls(parts, "")
        package.main = package._find_main()
        return package

    def tree(self, path: str) -> ElementTree.Element | None:
        """A part as XML, always the same tree; None where there is no such part."""
        if path not in self.trees and path in self.parts:
            if b"<!DOCTYPE" in self.parts[path] or len(self.parts[path]) > MAX_XML:
                raise Unusable(_DAMAGED)
            try:
                self.trees[path] = ElementTree.fromstring(self.parts[path])
            except ElementTree.ParseError:
                raise Unusable(_DAMAGED) from None
        return self.trees.get(path)

    def targets(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: (kind, path) by the name of the reference."""
        tree = self.tree(join(dirname(path), "_rels", f"{path.rpartition('/')[2]}.rels"))
        found = {}
        for link in tree.iter(f"{_LINKS}Relationship") if tree is not None else ():
            target, kind = link.get("Target", ""), link.get("Type", "").rpartition("/")[2]
            if link.get("TargetMode") != "External":
                target = normpath(join(f"/{dirname(path)}", target)).lstrip("/")
            found[link.get("Id", "")] = (kind, target)
        return found

    def media(self) -> list[str]:
        """The paths of the pictures."""
        return [path for path in self.parts if path.startswith("word/media/")]

    def title(self) -> str:
        """The title in the document's properties."""
        tree = self.tree("docProps/core.xml")
        return (tree.findtext(_CORE) or "").strip() if tree is not None else ""

    def to_bytes(self) -> bytes:
        """The document again, with what was changed in the trees."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for path, content in self.parts.items():
                tree = self.trees.get(path)
                archive.writestr(path, content if tree is None else ElementTree.tostring(tree))
        return packed.getvalue()

    def _find_main(self) -> str:
        kinds = self.targets("")
        mains = [path for kind, path in kinds.values() if kind == "officeDocument"]
        if len(mains) != 1 or mains[0] not in self.parts or not mains[0].startswith("word/"):
            raise Unusable(_DAMAGED)
        return mains[0]


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_PARTS:
        raise Unusable(f"The document has {len(infos):,} parts; {MAX_PARTS:,} is the most.")
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for info in infos:
        with archive.open(info) as stream:  # what an archive says of its sizes may be wrong
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Unusable(
                f"The document holds more than {MAX_UNPACKED / 1e6:.0f} MB once it is unpacked. "
                "Make its pictures smaller, or split it."
            )
        if info.filename.endswith((".xml", ".rels")):
            content = content.replace("\ue000".encode(), b"")  # see `charset`
        parts[info.filename.lstrip("/")] = content
    return parts
