"""Pictures of an import: what the site can show is kept, what it cannot is put beside."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from ..loader import MAX_ASSET_BYTES
from ..pictures import SUFFIXES
from .result import Findings, Picture

LEFT_OUT = "left-out:"
"""Begins the address of a picture that a reader could not keep; the reason follows."""

_FORMATS = {
    "AVIF": ".avif",
    "GIF": ".gif",
    "JPEG": ".jpg",
    "PNG": ".png",
    "WEBP": ".webp",
}
_TO_PNG = frozenset({"BMP", "DIB", "TIFF", "PPM", "TGA", "ICO", "PCX"})
_ACTIVE = re.compile(rb"<script|<foreignobject|\son\w+\s*=|javascript:|<!entity", re.IGNORECASE)


def keep(content: bytes, name: str, findings: Findings) -> str:
    """Keep a picture; return what stands for its name in the text.

    `name` is how the source calls it, for its ending and for remarks. Raises LookupError for
    a picture that goes beside the draft.
    """
    suffix, content, reason = _look_at(content, Path(name).suffix.lower())
    if not reason and len(content) > MAX_ASSET_BYTES:
        reason = f"it has {len(content) / 1e6:.1f} MB; {MAX_ASSET_BYTES / 1e6:g} MB is the most"
    if reason:
        mark = findings.add(Picture(content, suffix or ".bin", shown=False))
        raise LookupError(f"{reason}. It was saved as {mark}")
    return f"{{static}}/images/{findings.add(Picture(content, suffix))}"


def _look_at(content: bytes, suffix: str) -> tuple[str, bytes, str]:
    """(ending, bytes, reason why the site cannot show it, if it cannot)."""
    from PIL import Image

    head = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if suffix == ".svg" or b"<svg" in head:
        is_active = _ACTIVE.search(content)
        return ".svg", content, "it is a drawing with a program in it" if is_active else ""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            found = image.format or ""
            if found in _FORMATS:
                return _FORMATS[found], content, ""
            if found in _TO_PNG:
                made = io.BytesIO()
                image.convert("RGBA" if "A" in image.getbands() else "RGB").save(made, "PNG")
                return ".png", made.getvalue(), ""
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        pass
    ending = suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) else ""
    if ending in SUFFIXES:
        return ending, content, "it is damaged"
    return (
        ending,
        content,
        (f"a page cannot show its format ({ending or 'unknown'}); save it as PNG"),
    )


class Nearby:
    """The pictures of a text file: in its own folder, or written out in the text itself."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder = folder.resolve()
        self.findings = findings
        self._kept: dict[str, str] = {}

    def __call__(self, address: str) -> str:
        """What stands for a picture in the text. Raises LookupError with the reason."""
        if address.startswith(("{static}", "\ue000")):
            return address
        if address.startswith(LEFT_OUT):
            raise LookupError(address.removeprefix(LEFT_OUT))
        if address not in self._kept:
            self._kept[address] = self._keep(address)
        return self._kept[address]

    def _keep(self, address: str) -> str:
        if address.startswith("data:"):
            return keep(*_written_out(address), self.findings)
        try:
            parts = urlsplit(address)
        except ValueError:
            raise LookupError("its address is wrong") from None
        if parts.scheme in {"http", "https"} or address.startswith("//"):
            raise LookupError(
                "it is on another site, which was not asked. The draft links to it; if you may "
                "use it, save it, put it into content/images/ and name it in the draft"
            )
        if parts.scheme or not parts.path or parts.path.startswith("/"):
            raise LookupError("its address does not lead to a file beside the document")
        file = (self.folder / unquote(parts.path)).resolve()
        if not file.is_relative_to(self.folder):
            raise LookupError("it is outside of the folder of the document. Put it there yourself")
        try:
            if file.is_file() and file.stat().st_size <= 10 * MAX_ASSET_BYTES:
                return keep(file.read_bytes(), file.name, self.findings)
        except OSError:
            pass
        raise LookupError("there is no such file beside the document, or it cannot be read")


def _written_out(address: str) -> tuple[bytes, str]:
    """The bytes of a `data:` address and a name for them.

    https://www.rfc-editor.org/rfc/rfc2397
    """
    head, _, data = address.removeprefix("data:").partition(",")
    kind = head.partition(";")[0].partition("/")[2].partition("+")[0]
    try:
        content = (
            base64.b64decode(unquote(data), validate=False)
            if head.endswith(";base64")
            else unquote_to_bytes(data)
        )
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise LookupError("it is written out in the text, and damaged")
    return content, f"picture.{kind or 'bin'}"
