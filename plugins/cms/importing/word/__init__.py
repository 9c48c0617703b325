"""A Word document → HTML, by mammoth, after what mammoth leaves out was put into words."""

from __future__ import annotations

import io
import re
from typing import Any

from ..charset import without_control
from ..pictures import LEFT_OUT, keep
from ..result import Findings, Source, Unusable
from .leftovers import mark_leftovers
from .package import Package
from .styles import style_map

_NO_MATTER = re.compile(
    r"Unrecognised (?:paragraph|run|table) style|referenced but not defined|Comment"
)


def read_word(raw: bytes) -> Source:
    """Read a `.docx` file. Raises Unusable for one that is damaged, protected or too large."""
    import mammoth

    findings = Findings()
    package = Package.open(raw)
    lines = mark_leftovers(package, findings)
    used: list[str] = []

    def picture(image: Any) -> dict[str, str]:
        with image.open() as stream:
            content = stream.read()
        suffix = image.content_type.partition("/")[2].partition("+")[0].removeprefix("x-")
        used.append(suffix)
        return _picture(content, f"picture.{suffix}", image.alt_text or "", findings)

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(package.to_bytes()),
            style_map=style_map(package),
            convert_image=mammoth.images.img_element(picture),
            include_embedded_style_map=False,
        )
    except RecursionError:
        raise Unusable(
            "The document is nested too deep to be read. Copy its text into a new Word document, "
            "and import that."
        ) from None
    except (KeyError, ValueError, AttributeError, OSError, IndexError) as error:
        raise Unusable(
            "The document is damaged, or made in a way that is not known here "
            f"({type(error).__name__}). Open it in Word and save it under another name."
        ) from error
    for message in result.messages:
        if not _NO_MATTER.search(message.message):
            findings.remark(f"Something in the document was not understood: {message.message}.")
    unused = len(package.media()) - len(used)
    if unused > 0:
        findings.remark(
            f"Pictures in the file that the text does not show were left out ({unused}), such as "
            "those in the head of the pages."
        )
    return Source(without_control(result.value, findings), package.title(), lines, findings)


def _picture(content: bytes, name: str, alt: str, findings: Findings) -> dict[str, str]:
    try:
        return {"src": keep(content, name, findings), "alt": alt}
    except LookupError as reason:
        return {"src": f"{LEFT_OUT}{reason.args[0]}", "alt": alt}
