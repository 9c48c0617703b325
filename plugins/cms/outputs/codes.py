"""A QR code for each page that readers take along on paper: it leads back to the page."""

from __future__ import annotations

from io import BytesIO
from posixpath import dirname, join

NAME = "qr.svg"
"""The file of the code, beside the page."""


def qr_code(save_as: str, address: str) -> dict[str, bytes]:
    """{path beside the page at `save_as`: SVG} of the code for its whole address."""
    import segno

    stream = BytesIO()
    code = segno.make_qr(address, mask=2)  # to try all eight masks takes ten times as long
    code.save(stream, kind="svg", xmldecl=False, omitsize=True, border=2, nl=False)
    return {join(dirname(save_as), NAME): stream.getvalue()}
