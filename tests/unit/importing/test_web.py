"""Web pages: their main part, their character set, their pictures."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from plugins.cms.importing import Imported, convert


def png(format: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(made, format)
    return made.getvalue()


def imported(folder: Path, source: str | bytes, title: str = "") -> Imported:
    file = folder / "old-page.html"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    return convert(file, title)


def told(found: Imported) -> str:
    return "\n".join(f"{one.message} {one.text}" for one in found.remarks)


PAGE = """<!doctype html><title>Neck pain – Old site</title>
<meta name=description content="All about necks.">
<header>Logo words</header><nav><a href=/>Menu words</a></nav><div>Beside words</div>
<main><header><h1>Neck <i>pain</i></h1></header><p>Main words<footer>Inner words</footer></main>
<footer>Foot words</footer><script>1</script>"""


def test_the_main_part_is_the_text_and_the_rest_is_told(tmp_path: Path) -> None:
    """Menus, head and foot are listed with their words; other words are kept for the end."""
    found = imported(tmp_path, PAGE)
    assert found.title == "Neck pain"
    assert found.body == "Main words\n\nInner words\n"
    for words in ("Logo words", "Menu words", "Foot words", "script"):
        assert words in told(found)
    kept = [one.text for one in found.remarks if one.kept]
    assert kept == ["All about necks.", "Beside words"]


def test_a_title_that_is_given_goes_before_that_of_the_page(tmp_path: Path) -> None:
    """The heading of the page is then part of the text."""
    found = imported(tmp_path, PAGE, "Necks")
    assert found.title == "Necks" and found.body.startswith("## Neck *pain*\n")


def test_a_title_that_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    """No word of it is lost."""
    found = imported(tmp_path, f"<h1>{'long ' * 30}</h1><p>x")
    assert len(found.title) <= 80 and "long " * 29 in told(found)


@pytest.mark.parametrize(
    ("raw", "is_told"),
    [
        ("<p>Übung – “so”".encode(), False),
        ("\ufeff<p>Übung – “so”".encode(), False),
        ("<meta charset=iso-8859-1><p>Übung – “so”".encode("windows-1252"), False),
        ("<meta charset=windows-1251><p>Übung – “so”".encode(), False),
        ("<p>Übung – “so”".encode("utf-16"), False),
        ("<p>Übung – “so”".encode("windows-1252"), True),
    ],
)
def test_a_page_is_read_in_its_character_set(tmp_path: Path, raw: bytes, is_told: bool) -> None:
    """As a browser would; where it is a guess, the author is told to look."""
    if b"1251" in raw:
        raw = raw.decode().replace("Übung – “so”", "боль").encode("windows-1251")
        assert imported(tmp_path, raw).body == "боль\n"
        return
    found = imported(tmp_path, raw)
    assert found.body == "Übung – “so”\n"
    assert ("Windows-1252" in told(found)) is is_told


def test_pictures_beside_the_page_and_in_it_come_along(tmp_path: Path) -> None:
    """Also once for a picture that is shown twice, and as PNG where the site has no such format."""
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files/a b.png").write_bytes(png())
    (tmp_path / "old.bmp").write_bytes(png("BMP"))
    data = base64.b64encode(png("GIF")).decode()
    found = imported(
        tmp_path,
        "<p><img src='page_files/a%20b.png' alt='One'><img src='page_files/a%20b.png' alt='Again'>"
        f"<img src='old.bmp' alt='Old'><img src='data:image/gif;base64,{data}' alt='In it'></p>",
    )
    assert [one.suffix for one in found.pictures] == [".png", ".png", ".gif"]
    assert all(one.shown for one in found.pictures)
    text = found.named(found.body, ["1.png", "2.png", "3.gif"])
    size = '{: width="3" height="2"}'
    assert text == (
        f"![One]({{static}}/images/1.png){size}![Again]({{static}}/images/1.png){size}"
        f"![Old]({{static}}/images/2.png){size}![In it]({{static}}/images/3.gif){size}\n"
    )


def test_a_picture_that_the_site_cannot_show_is_put_beside(tmp_path: Path) -> None:
    """A format of Word alone, a drawing with a program, a damaged file: kept, and told why."""
    (tmp_path / "a.emf").write_bytes(b"\x01\0\0\0 not a real one")
    (tmp_path / "b.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>")
    (tmp_path / "c.png").write_bytes(png()[:20])
    found = imported(
        tmp_path, "".join(f"<img src={name} alt=It>" for name in ("a.emf", "b.svg", "c.png"))
    )
    assert [(one.suffix, one.shown) for one in found.pictures] == [
        (".emf", False),
        (".svg", False),
        (".png", False),
    ]
    assert "{static}" not in found.body
    for reason in ("cannot show its format", "a program in it", "damaged"):
        assert reason in told(found)


def test_no_file_from_elsewhere_is_taken(tmp_path: Path) -> None:
    """A page cannot bring in what is outside of its folder, not even through a link."""
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    paths = (
        "../secret.png",
        "link.png",
        str(tmp_path / "secret.png"),
        f"file://{tmp_path}/secret.png",
    )
    found = imported(folder, "".join(f"<img src='{path}' alt='It {path}'>" for path in paths))
    assert found.pictures == ()
    assert [one.text for one in found.remarks if one.text.startswith("It ")] == [
        f"It {path}" for path in paths
    ]


def test_a_picture_without_words_asks_for_them(tmp_path: Path) -> None:
    """The draft has no `alt`, so that no check takes the page for whole; the author is told."""
    (tmp_path / "a.png").write_bytes(png())
    found = imported(tmp_path, "<img src=a.png><img src=a.png alt=''>")
    picture = '<img src="{static}/images/a-1.png" width="3" height="2">'
    assert found.named(found.body, ["a-1.png"]) == f"{picture}{picture}\n"
    told_to = '`![what it shows]({static}/images/a-1.png){: width="3" height="2"}`'
    assert told_to in found.named(told(found), ["a-1.png"])
