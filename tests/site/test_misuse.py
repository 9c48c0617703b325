"""What goes wrong or changes in an odd moment does not get into later sites."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.cms.errors import BuildFailure, ContentErrors
from plugins.cms.publish import release
from plugins.cms.publish.build import Built, build
from plugins.cms.publish.session import Session
from tests.conftest import Project

ROSE = "plants/rose/index.html"


def made(garden: Project, build: Callable[..., Built] = build, **more: Any) -> dict[str, str]:
    """The pages of a build in the folder of the garden."""
    more = {"OUTPUT_PATH": str(garden.folder / "output"), **more}
    top = build(garden.folder / "settings.py", **more).folder.resolve()
    return {
        path.relative_to(top).as_posix(): path.read_text("utf-8") for path in top.rglob("*.html")
    }


def preview(garden: Project) -> Callable[..., dict[str, str]]:
    """A function that builds after some changes, in a process that stays."""
    session = Session(garden.folder / "settings.py")

    def renew(*changed: Path, **more: Any) -> dict[str, str]:
        return made(garden, lambda _, **all_of: session.build(changed, **all_of), **more)

    return renew


def add(file: Path, text: str) -> Path:
    file.write_text(file.read_text("utf-8") + text, "utf-8")
    return file


def put(garden: Project, template: str, part: str) -> None:
    """Put something at the end of the headings of a template."""
    file = garden.folder / "theme/templates" / template
    file.write_text(file.read_text("utf-8").replace("</h1>", f"{part}</h1>", 1), "utf-8")


@pytest.fixture
def theme(garden: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The templates of the garden, in whose folder it is built."""
    monkeypatch.chdir(garden.folder)
    return garden.folder / "theme/templates"


def test_a_template_that_changes_during_a_build_is_on_the_pages(garden: Project) -> None:
    """Pages of the former template are not taken for those of the new one."""

    def change(_folder: Path, _path: str) -> None:
        if "changed" not in (garden.folder / "theme/templates/plant.html").read_text("utf-8"):
            put(garden, "plant.html", "changed")

    assert "changed</h1>" in made(garden, CMS_FIRST=[ROSE], CMS_PAGE_DONE=change)[ROSE]


@pytest.mark.parametrize("names", ["'more.html'", "['more.html', 'none.html']"])
def test_a_template_that_comes_is_included(garden: Project, theme: Path, names: str) -> None:
    """One that may be missing counts as read."""
    put(garden, "plant.html", f"{{% include {names} ignore missing %}}")
    made(garden)
    for text in ("first", "second"):
        (theme / "more.html").write_text(text)
        assert f"{text}</h1>" in made(garden)[ROSE]


def test_a_text_that_several_pages_show_changes_on_all(garden: Project) -> None:
    """Each page notes that it shows it, be it the first one or not."""
    put(garden, "article.html", "{{ article.content }}")
    put(garden, "index.html", "{% for one in articles %}{{ one.content }}{% endfor %}")
    spring = garden.folder / "content/notes/spring.md"
    for text in ("first", "second", "third"):
        add(spring, f"\n{text}\n")
        pages = made(garden, FEED_ALL_ATOM=None)
        assert text in pages["notes/index.html"] and text in pages["notes/spring/index.html"]


def test_a_filter_of_the_settings_may_change(garden: Project) -> None:
    """What a function does is no value of the settings, and makes other pages all the same."""
    put(garden, "plant.html", "{{ page.slug | mine }}")
    settings = garden.folder / "settings.py"
    text = settings.read_text("utf-8")
    for sign in "12":
        more = f"\nJINJA_FILTERS = {{'mine': lambda text: text + '{sign}'}}\n"
        settings.write_text(text + more, "utf-8")
        assert f"rose{sign}</h1>" in made(garden)[ROSE]


def test_a_folder_that_is_moved_away_takes_its_pages_along(garden: Project) -> None:
    """Only the folder is told then, and none of its files."""
    renew = preview(garden)
    assert "notes/spring/index.html" in renew()
    notes = garden.folder / "content/notes"
    notes.rename(garden.folder / "notes")
    assert "notes/spring/index.html" not in renew(notes)


def test_what_the_system_has_no_name_for_is_no_file(garden: Project) -> None:
    """Whoever watches the files may spell their names in another encoding."""
    renew = preview(garden)
    assert renew() == renew(Path("\ud800"))


def test_a_folder_that_takes_the_place_of_another_one_is_read(garden: Project) -> None:
    """It has the same name, and nobody tells of its files."""
    renew = preview(garden)
    renew()
    plants = garden.folder / "content/plants"
    plants.rename(garden.folder / "former")
    plants.mkdir()
    for file in (garden.folder / "former").iterdir():
        (plants / file.name).write_bytes(file.read_bytes())
    add(plants / "rose.md", "\nSomething new.\n")
    assert "Something new." in renew(plants)[ROSE]


def test_a_preview_that_failed_is_made_the_next_time(
    garden: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it knew by then is not taken for what is on the pages."""
    renew = preview(garden)
    renew()
    rose = add(garden.folder / "content/plants/rose.md", "\nSomething new.\n")
    monkeypatch.setattr(release.Release.stage.__wrapped__, "__defaults__", (0.1,))
    with (garden.folder / ".output/lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildFailure):
            renew(rose)
    assert "Something new." in renew(rose)[ROSE]


def test_what_is_off_hides_nothing_else_in_a_preview(garden: Project) -> None:
    """An entry with a problem that the settings ignore is looked at again."""
    settings = {"CMS_SEVERITY": {"straight-quotes": "off"}}
    rose = add(garden.folder / "content/plants/rose.md", '\nIt is "red".\n')
    renew = preview(garden)
    renew(**settings)
    with pytest.raises(ContentErrors):
        renew(add(rose, "\nSTOP!\n"), **settings)


def test_two_builds_with_one_cache_do_not_mix_what_they_know(garden: Project) -> None:
    """One that began before the other ended does not number what it read by what it saw then."""
    for name in ("two", "six"):
        (garden.folder / f"theme/templates/{name}.html").write_text("of old")
        part = f"{{% if '{name}' in body | string %}}{{% include '{name}.html' %}}{{% endif %}}"
        put(garden, "plant.html", part)
    here = {"OUTPUT_PATH": str(garden.folder / "here")}
    first, second = preview(garden), preview(garden)
    first()
    second(**here)
    first(add(garden.folder / "content/plants/rose.md", "\ntwo\n"))
    second(add(garden.folder / "content/plants/lavender.md", "\nsix\n"), **here)
    (garden.folder / "theme/templates/two.html").write_text("of now")
    assert "of now</h1>" in made(garden)[ROSE]


@pytest.mark.parametrize("place", [".cache", ".cache/pages", ".cache/builds", ".cache/rules"])
def test_a_file_in_the_way_of_what_is_kept_is_no_harm(garden: Project, place: str) -> None:
    """Nothing can be kept then, and the site is built."""
    file = garden.folder / place
    file.parent.mkdir(exist_ok=True)
    file.touch()
    assert made(garden) == made(garden)


def test_a_folder_in_place_of_a_kept_page_is_no_harm(garden: Project) -> None:
    """The page is made anew."""
    pages = made(garden)
    for file in (garden.folder / ".cache/pages").glob("??/*"):
        file.unlink()
        file.mkdir()
    assert made(garden) == pages


def test_a_text_with_the_time_and_size_of_another_one_is_read(garden: Project) -> None:
    """The system knows when a file was changed, whatever its time says."""
    rose = garden.write("plants/rose.md", garden.content()["plants/rose.md"] + b"\nOne.\n")
    made(garden)
    before = rose.stat()
    rose.write_bytes(rose.read_bytes().replace(b"One.", b"Two."))
    os.utime(rose, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "Two." in made(garden)[ROSE]
