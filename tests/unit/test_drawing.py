"""What is drawn: cards with titles, their letters, icons, and photos in several sizes."""

from __future__ import annotations

import io
import random
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageCms

from plugins.cms.drawing.card import Design, card_path, draw_card, read_design
from plugins.cms.drawing.icons import draw_icon
from plugins.cms.drawing.lettering import Lettering
from plugins.cms.drawing.photos import COPY, WIDTHS, draw_photo, read_photo
from plugins.cms.errors import BuildFailure
from plugins.cms.outputs.stylesheet import colors_of
from tests.conftest import ROOT

COLORS = colors_of(ROOT / "theme/styles/colors.css")
CARD = (ROOT / "theme/card.svg").read_text("utf-8")
ICON = (ROOT / "theme/static/icon.svg").read_text("utf-8")

ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ¿¡àâçêîôûäöčåÅ–—"
PLAIN = "aeiouunAEIOUUN?!aaceiouaocaA--"

LONG = "Needles, muscles, headaches, and everything else that one may ask before a visit. " * 2


@pytest.fixture(scope="module")
def design() -> Design:
    return read_design(CARD, COLORS, "Dry needling")


def seen(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image.convert("RGB")


def ink(png: bytes, without: bytes) -> tuple[int, int, int, int]:
    """The box around all that a card has more than another."""
    box = ImageChops.difference(seen(png), seen(without)).getbbox()
    assert box
    return box


# -- cards ------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Sciatica", "¿Qué es la punción seca?", LONG])
def test_a_card_is_a_small_picture_of_the_usual_size(design: Design, title: str) -> None:
    """1200 by 630 pixels, at most 40 kB, whole, and the same each time."""
    png = draw_card(design, title)
    assert Image.open(io.BytesIO(png)).size == (1200, 630)
    Image.open(io.BytesIO(png)).verify()
    packed = png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8]
    assert len(zlib.decompress(packed)) == 630 * (1 + 1200 // 2)  # checksums are looked at, too
    assert len(png) <= 40_000
    assert png == draw_card(read_design(CARD, COLORS, "Dry needling"), title)


def test_a_card_shows_its_title_in_the_colors_of_the_theme(design: Design) -> None:
    """Within its place, whatever its length, and everything else is as on the other cards."""
    empty = draw_card(design, "")
    box = design.title
    for title in ("Sciatica", "Tension headaches and dry needling", LONG):
        left, top, right, bottom = ink(draw_card(design, title), empty)
        assert box.left <= left and right <= box.left + box.width + 4
        assert box.top <= top and bottom <= box.top + box.height
    colors = {color for _, color in seen(draw_card(design, "M" * 9)).getcolors(9999) or ()}
    for name in ("--band", "--heading", "--deep", "--accent"):
        value = COLORS[name]
        assert tuple(int(value[at : at + 2], 16) for at in (1, 3, 5)) in colors, name


def test_long_titles_are_smaller_and_then_cut(design: Design) -> None:
    """The end of what is too long is not shown; it ends with three dots."""
    assert draw_card(design, LONG) == draw_card(design, f"{LONG} more")
    assert draw_card(design, LONG[:80]) != draw_card(design, LONG[:79])


def test_a_title_that_cannot_be_written_is_left_out(design: Design) -> None:
    """Letters that would be missing or wrong are worse than none."""
    assert draw_card(design, "عرق النسا") == draw_card(design, "")


def test_the_name_of_the_site_is_on_the_card() -> None:
    """As far as it can be written."""
    named, other, arabic, none = (
        draw_card(read_design(CARD, COLORS, name), "A") for name in ("Rose", "Lily", "ورد", "")
    )
    assert len({named, other, none}) == 3 and arabic == none


BEYOND = CARD.replace('x="80" y="84"', 'x="800" y="84"')


@pytest.mark.parametrize("svg", ["<svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', BEYOND])
def test_a_drawing_without_a_place_for_the_title_is_refused(svg: str) -> None:
    """With a reason, not with a card that says nothing."""
    with pytest.raises((ValueError, ElementTree.ParseError), match=r"\w"):
        read_design(svg, {}, "")


@pytest.mark.parametrize(
    ("page", "card"),
    [("index.html", "card.png"), ("a/b/index.html", "a/b/card.png"), ("tools.html", "")],
)
def test_a_card_stands_beside_its_page(page: str, card: str) -> None:
    """A page whose address is that of a file has none."""
    assert card_path(page) == card


# -- letters ----------------------------------------------------------------------


@pytest.mark.parametrize("sign", ACCENTED)
def test_letters_of_other_languages_are_put_together(sign: str) -> None:
    """Each is drawn whole, and is not the letter without its accent."""
    lettering = Lettering(72)
    assert lettering.knows(sign)
    written = {text: Image.new("L", (200, lettering.height)) for text in (sign, plain(sign))}
    for text, image in written.items():
        lettering.write(text, image, 40, 0)
    box = written[sign].getbbox()
    assert box and box[1] > 0 and box[3] < lettering.height
    assert written[sign].tobytes() != written[plain(sign)].tobytes()


def plain(sign: str) -> str:
    return PLAIN[ACCENTED.index(sign)]


def test_an_accented_i_has_no_dot() -> None:
    """Its stroke stands where the dot was: above the height of small letters is one shape."""
    lettering = Lettering(72)
    image = Image.new("L", (120, lettering.height))
    lettering.write("í", image, 40, 0)
    rows = [any(image.crop((0, y, 120, y + 1)).tobytes()) for y in range(lettering.height)]
    shapes = re.findall("1+", "".join("01"[row] for row in rows))
    assert len(shapes) == 2


def test_lines_break_between_words_alone() -> None:
    """None is wider than asked, but for a word that is by itself."""
    lettering = Lettering(40)
    text = "one two three Donaudampfschifffahrtsgesellschaft four"
    lines = lettering.wrap(text, 300)
    assert " ".join(lines) == text
    assert [line for line in lines if lettering.width(line) > 300] == [text.split()[3]]


# -- icons ------------------------------------------------------------------------


def test_icons_are_drawn_from_the_shapes_of_the_theme() -> None:
    """In the size that is asked for; on a ground, they have no corners that show through."""
    plain = Image.open(io.BytesIO(draw_icon(ICON, 192)))
    on_ground = Image.open(io.BytesIO(draw_icon(ICON, 512, "#0a3b3a")))
    assert plain.size == (192, 192) and on_ground.size == (512, 512)
    assert plain.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
    assert on_ground.convert("RGBA").getpixel((0, 0)) == (10, 59, 58, 255)
    orange = (255, 153, 102)
    assert plain.convert("RGB").getpixel((96, 105)) == orange
    assert on_ground.convert("RGB").getpixel((256, 275)) == orange


# -- photos -----------------------------------------------------------------------


def photo(folder: Path, name: str, size: tuple[int, int], **saved: object) -> Path:
    """A picture with a red top left corner on noise."""
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)
    image = Image.frombytes("RGB", size, noise)
    image.paste((255, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    file = folder / "images" / name
    file.parent.mkdir(exist_ok=True)
    image.save(file, **saved)  # type: ignore[arg-type]
    return file


def camera(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


@pytest.mark.parametrize("form", ["avif", "webp", "jpeg", "png"])
def test_a_photo_is_upright_and_says_nothing_of_its_camera(tmp_path: Path, form: str) -> None:
    """Neither place nor time nor camera; it is turned as the camera was held."""
    file = photo(tmp_path, "room.jpg", (90, 60), exif=camera(6), comment=b"SecretWords")
    found = read_photo(tmp_path, "images/room.jpg")
    assert found and (found.width, found.height) == (60, 90)
    drawn = draw_photo(file, 60, form)
    image = Image.open(io.BytesIO(drawn))
    assert image.size == (60, 90) and not dict(image.getexif())
    assert b"Secret" not in drawn and b"Secret" in file.read_bytes()
    red = image.convert("RGB").getpixel((50, 8))
    assert isinstance(red, tuple) and red[0] > 200 and red[1] < 60
    assert drawn == draw_photo(file, 60, form)


def test_a_photo_is_never_made_larger(tmp_path: Path) -> None:
    """Versions are as wide as the photo at most, and no wider than any screen needs."""
    photo(tmp_path, "small.png", (700, 10))
    photo(tmp_path, "large.png", (4000, 10))
    small = read_photo(tmp_path, "images/small.png")
    large = read_photo(tmp_path, "images/large.png")
    assert small and small.widths == (480, 700) and small.size == (700, 10)
    assert large and large.widths == WIDTHS and large.size == (COPY, 3)
    image = Image.open(io.BytesIO(draw_photo(tmp_path / "images/small.png", 9999, "webp")))
    assert image.size == (700, 10)


def test_the_names_of_versions_follow_the_photo(tmp_path: Path) -> None:
    """Another photo with the same name has other ones; at its own address is a copy."""
    photo(tmp_path, "a.jpg", (50, 50))
    before = read_photo(tmp_path, "images/a.jpg")
    photo(tmp_path, "a.jpg", (50, 51))
    after = read_photo(tmp_path, "images/a.jpg")
    assert before and after
    names = [{path for path, _, _ in one.files()} for one in (before, after)]
    assert names[0] & names[1] == {"images/a.jpg"} and len(names[0]) == 3


def test_colors_are_those_that_the_photo_means(tmp_path: Path) -> None:
    """A profile is not published, so the colors are turned into those of the web."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = photo(tmp_path, "a.png", (30, 30), icc_profile=lab)
    same = Image.open(io.BytesIO(draw_photo(file, 30, "png")))
    assert same.getpixel((2, 2)) == (255, 0, 0) and "icc_profile" not in same.info
    file = photo(tmp_path, "a.png", (30, 30), icc_profile=profile)
    assert "icc_profile" not in Image.open(io.BytesIO(draw_photo(file, 30, "png"))).info


def test_what_moves_or_is_no_photo_stays_as_it_is(tmp_path: Path) -> None:
    """Drawings, animations and files that only look like pictures."""
    frames = [Image.new("RGB", (9, 9), color) for color in ("red", "blue")]
    file = photo(tmp_path, "moving.webp", (9, 9))
    frames[0].save(file, save_all=True, append_images=frames[1:])
    for name, content in (("a.svg", b"<svg/>"), ("a.gif", b"GIF89a"), ("a.jpg", b"no picture")):
        (tmp_path / "images" / name).write_bytes(content)
    for name in ("moving.webp", "a.svg", "a.gif", "a.jpg", "none.jpg"):
        assert read_photo(tmp_path, f"images/{name}") is None


def test_a_damaged_photo_is_named(tmp_path: Path) -> None:
    """With what to do about it."""
    file = photo(tmp_path, "cut.jpg", (300, 300))
    file.write_bytes(file.read_bytes()[:9000])
    with pytest.raises(BuildFailure, match=r"cut\.jpg cannot be read"):
        draw_photo(file, 300, "webp")
