"""The theme's icon, `icon.svg`, as the pictures that phones and tablets want."""

from __future__ import annotations

from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"


def draw_icon(svg: str, size: int, ground: str | None = None) -> bytes:
    """A PNG of so many pixels.

    With a color as `ground`, the icon stands in its middle, so that the system can cut it to a
    shape of its own: what matters is within a circle of four fifths of the width
    (https://www.w3.org/TR/appmanifest/#icon-masks).
    """
    from resvg_py import svg_to_bytes

    text = _on_ground(svg, ground) if ground else svg
    return svg_to_bytes(svg_string=text, width=size, height=size, skip_system_fonts=True)


def _on_ground(svg: str, ground: str) -> str:
    icon = ElementTree.fromstring(svg)
    icon.attrib |= {"x": "10", "y": "10", "width": "80", "height": "80"}
    ElementTree.register_namespace("", _SVG)
    whole = ElementTree.Element(f"{{{_SVG}}}svg", {"viewBox": "0 0 100 100"})
    attributes = {"width": "100", "height": "100", "fill": ground}
    ElementTree.SubElement(whole, f"{{{_SVG}}}rect", attributes)
    whole.append(icon)
    return ElementTree.tostring(whole, encoding="unicode")
