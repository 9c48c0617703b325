"""Photos on pages: one file from an author, several for readers, and nothing of the camera."""

from __future__ import annotations

import json
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image

from plugins.cms.publish.session import Session
from tests.conftest import Project
from tests.site.test_pages import codes, edit, plant, settings

SITE = "https://garden.test"


def photo(garden: Project, color: str = "red", size: tuple[int, int] = (900, 600)) -> None:
    """Put a photo into the garden that says where and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    stream = BytesIO()
    Image.new("RGB", size, color).save(stream, "JPEG", exif=exif)
    garden.write("images/my bed, 1.jpg", stream.getvalue())


@pytest.fixture
def site(garden: Project) -> Project:
    """The garden with a page and a note that show the photo, and a drawing."""
    settings(garden, f'SITEURL = "{SITE}"\nCMS_PICTURE_SIZES = "50vw"')
    photo(garden)
    garden.write(
        "plants/mint.md",
        plant(
            "about: '![In a field](/images/my%20bed,%201.jpg)'\n",
            "![A bed]({static}/images/my%20bed,%201.jpg)\n\n"
            "![A rose > 1]({static}/images/rose.svg)\n\n"
            '![Small]({static}/images/my%20bed,%201.jpg){: width="200" height="300" }\n',
        ),
    )
    edit(
        garden, "content/notes/spring.md", "\n---\n", "\n---\n![Note](/images/my%20bed,%201.jpg)\n"
    )
    outcome = garden.build()
    assert outcome.code == 0, outcome.err
    return garden


def picture(page: BeautifulSoup, alt: str) -> Tag:
    found = page.select_one(f'img[alt="{alt}"]')
    assert found
    return found


def listed(source: Tag) -> list[tuple[str, int]]:
    """(file below the output, width) of each version that a browser may choose."""
    pairs = (one.rsplit(" ", 1) for one in str(source["srcset"]).split(", "))
    return [
        (address.removeprefix(f"{SITE}/").replace("%20", " ").replace("%2C", ","), int(width[:-1]))
        for address, width in pairs
    ]


def test_a_browser_chooses_among_versions_that_are_there(site: Project) -> None:
    """The best format first; each version is as wide as it says, and none wider than the photo."""
    img = picture(site.page("plants/mint/"), "A bed")
    assert img.parent and img.parent.name == "picture"
    sources = img.parent.select("source")
    assert [source["type"] for source in sources] == ["image/avif", "image/webp"]
    for source in sources:
        assert source["sizes"] == "50vw"
        assert [width for _, width in listed(source)] == [480, 600]
        for file, width in listed(source):
            image = Image.open(site.output / file)
            assert (
                image.width == width and f"image/{(image.format or '').lower()}" == source["type"]
            )


def test_a_picture_keeps_its_place_and_waits_until_it_is_near(site: Project) -> None:
    """Upright, with its size as it is shown; the author's own size counts where there is one."""
    page = site.page("plants/mint/")
    whole, small, field = (picture(page, alt) for alt in ("A bed", "Small", "In a field"))
    assert (whole["width"], whole["height"], whole["loading"]) == ("600", "900", "lazy")
    assert field.parent and field.parent.name == "picture" and field["loading"] == "lazy"
    assert (small["width"], small["height"]) == ("200", "300") and small.parent
    sizes = {str(source["sizes"]) for source in small.parent.select("source")}
    assert sizes == {"(min-width: 200px) 200px, 100vw"}


def test_a_drawing_is_shown_as_it_is(site: Project) -> None:
    """It needs no versions, but a size."""
    garden_rose = Path(__file__).parents[1] / "garden/content/images/rose.svg"
    assert (site.output / "images/rose.svg").read_bytes() == garden_rose.read_bytes()
    assert picture(site.page("plants/mint/"), "A rose > 1").parent.name == "p"  # type: ignore[union-attr]


def test_nobody_gets_what_the_camera_wrote(site: Project) -> None:
    """In no file of the site; at the address of the photo is a copy that is upright."""
    assert not [path for path, content in site.files().items() if b"Secret" in content]
    copy = Image.open(site.output / "images/my bed, 1.jpg")
    assert copy.size == (600, 900) and not dict(copy.getexif())


def test_those_who_follow_the_feed_see_it_too(site: Project) -> None:
    """With whole addresses."""
    feed = unescape((site.output / "feeds/notes.atom.xml").read_text("utf-8"))
    assert f'srcset="{SITE}/images/my%20bed%2C%201.' in feed
    assert f'src="{SITE}/images/my%20bed,%201.jpg"' in feed


def test_a_photo_is_made_once(site: Project) -> None:
    """A second build makes no version anew."""
    before = {path.name: path.stat().st_ino for path in (site.output / "images").iterdir()}
    edit(site, "content/plants/mint.md", "A bed", "A new bed")
    assert site.build().code == 0
    after = {path.name: path.stat().st_ino for path in (site.output / "images").iterdir()}
    assert {name: after[name] for name in before if "my bed" in name} == {
        name: number for name, number in before.items() if "my bed" in name
    }


def test_another_photo_with_the_same_name_is_seen(site: Project, tmp_path: Path) -> None:
    """Its versions have other names, and the pages that show it name those: as from nothing."""
    before = site.files()
    photo(site, "blue")
    assert site.build().code == 0
    after = site.files()
    assert before["plants/mint/index.html"] != after["plants/mint/index.html"]
    assert before["plants/rose/index.html"] == after["plants/rose/index.html"]
    settings(site, f'CMS_CACHE = "{tmp_path / "nothing"}"')
    assert site.build().code == 0
    assert site.files() == after


def test_the_preview_shows_a_photo_that_a_text_now_names(site: Project) -> None:
    """What an edit of one text gives is what a whole build would give."""
    session = Session(site.folder / site.settings)
    overrides = {
        "PATH": str(site.folder / "content"),
        "THEME": str(site.folder / "theme"),
        "OUTPUT_PATH": str(site.output),
    }
    session.build(None, **overrides)
    file = site.folder / "content/plants/rose.md"
    file.write_text(file.read_text("utf-8") + "\n![More](/images/my%20bed,%201.jpg)\n", "utf-8")
    session.build({file}, **overrides)
    renewed = site.files()
    assert picture(site.page("plants/rose/"), "More").parent.name == "picture"  # type: ignore[union-attr]
    assert site.build().code == 0
    assert site.files() == renewed


def test_a_photo_needs_no_size_and_no_small_file(garden: Project) -> None:
    """A check asks an author for neither."""
    photo(garden, size=(5000, 300))
    garden.write("plants/mint.md", plant("", "![A bed](/images/my%20bed,%201.jpg)\n"))
    assert codes(garden) == []


def test_a_damaged_photo_stops_the_build_with_its_name(garden: Project) -> None:
    """Pages would show half of it."""
    photo(garden)
    file = garden.folder / "content/images/my bed, 1.jpg"
    file.write_bytes(file.read_bytes()[:-400])
    outcome = garden.build()
    assert outcome.code != 0 and "my bed, 1.jpg cannot be read to its end" in outcome.err


def test_search_engines_find_the_copy(clinic_copy: Project) -> None:
    """The address that the data of a page names for its picture leads to a file."""
    stream = BytesIO()
    Image.new("RGB", (300, 200)).save(stream, "PNG")
    clinic_copy.write("images/room.png", stream.getvalue())
    edit(
        clinic_copy, "content/pages/about.md", "\nstatus:",
        "\nimage:\n  src: images/room.png\n  alt: A room\nstatus:",
    )  # fmt: skip
    assert clinic_copy.build().code == 0
    page = clinic_copy.page("about/")
    data = page.select_one('script[type="application/ld+json"]')
    assert data
    graph = json.loads(data.get_text())["@graph"]
    images = [node["primaryImageOfPage"] for node in graph if "primaryImageOfPage" in node]
    assert [one["contentUrl"] for one in images] == ["/images/room.png"]
    assert (clinic_copy.output / "images/room.png").is_file()
    img = page.select_one("figure picture img")
    assert img and "loading" not in img.attrs
