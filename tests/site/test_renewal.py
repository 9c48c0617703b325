"""A build after edits of texts makes some pages from a part of the site: the same as all of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cms.publish.build import build
from plugins.cms.publish.pages import Pages
from plugins.cms.publish.renewal import renewed
from plugins.cms.unchanged import Edited, Standing, remember, standing
from tests.conftest import Project
from tests.processes import run_python
from tests.site.test_incremental import NIGHTLY, files_of
from tests.site.test_incremental_clinic import small_clinic
from tests.site.test_release import BUILD, start, wait

ROSE, SPRING = "plants/rose.md", "notes/spring.md"


@pytest.fixture
def site(garden: Project) -> Project:
    """The garden as the command left it."""
    assert garden.build().code == 0
    return garden


def clean(project: Project) -> dict[str, bytes]:
    """What a build makes that knows of no former one."""
    with tempfile.TemporaryDirectory() as nothing:
        output = f"{nothing}/output"
        settings = project.folder / project.settings
        return files_of(build(settings, OUTPUT_PATH=output, CMS_CACHE=f"{nothing}/cache"))


def edit(project: Project, path: str, text: str = "\nA sentence more.\n") -> None:
    """Add a text at the end of an entry."""
    with (project.folder / "content" / path).open("a", encoding="utf-8") as file:
        file.write(text)


def change(project: Project, path: str, old: str, new: str) -> None:
    """Change a text in one file of the content."""
    file = project.folder / "content" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def of_a_part(project: Project) -> bool:
    """Whether the next build makes only a part; it is done then."""
    settings = project.folder / project.settings
    left = standing(settings)
    assert isinstance(left, Edited)
    return renewed(settings, left) is not None


def assert_built_as_a_whole(project: Project) -> None:
    """Only a build of the whole can tell what the site is; the command does that by itself."""
    settings = project.folder / project.settings
    left = standing(settings)
    before = project.files()
    if isinstance(left, Edited):
        assert renewed(settings, left) is None
    else:
        assert left is None
    assert project.files() == before
    assert project.build().code == 0
    assert project.files() == clean(project)


def test_the_site_of_another_build_is_not_taken_for_this_one(garden: Project) -> None:
    """A preview may switch to its own before it is noted what this build has made."""
    settings = garden.folder / garden.settings
    built = build(settings)
    others = build(settings, CMS_INDEX="later")
    remember(settings, Standing(built.pages, built.folder, ()), built.made, built.top)
    assert standing(settings) is None
    remember(settings, Standing(others.pages, others.folder, ()), others.made, others.top)
    assert isinstance(standing(settings), Standing)


# -- where a part is enough -----------------------------------------------------------


def test_an_edited_text_is_on_its_page_alone(site: Project) -> None:
    """One page is put into the site that stands there; its other files are not touched."""
    top = site.output.resolve()
    before = {path: path.stat() for path in top.rglob("*") if path.is_file()}
    edit(site, ROSE)
    assert of_a_part(site)
    assert site.output.resolve() == top
    after = {path: path.stat() for path in top.rglob("*") if path.is_file()}
    touched = [path for path in before if after[path].st_ino != before[path].st_ino]
    assert before.keys() == after.keys()
    assert touched == [top / "plants/rose/index.html"]
    assert site.files() == clean(site)


def test_several_pages_come_at_once(site: Project) -> None:
    """A text that a feed has too is put up with it: in a new folder, and the old one stays."""
    top, before = site.output.resolve(), site.files()
    edit(site, SPRING)
    assert of_a_part(site)
    old = {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }
    after = site.files()
    assert old == before
    assert site.output.resolve() != top
    assert {path for path in after if after[path] != before[path]} == {
        "feeds/notes.atom.xml",
        "notes/spring/index.html",
    }
    assert after == clean(site)


def test_one_edit_after_the_other(site: Project) -> None:
    """Each goes on from what the one before has left, be a file edited again or another one."""
    for number, path in enumerate((ROSE, ROSE, "plants/lavender.md", SPRING, ROSE)):
        edit(site, path, f"\nSentence {number}.\n")
        assert of_a_part(site)
        assert site.files() == clean(site)


def test_several_edits_at_once(site: Project) -> None:
    """All of them are seen, also a field that no list shows."""
    edit(site, ROSE)
    edit(site, "plants/lavender.md")
    change(site, ROSE, "Roses like **sun**.", "Roses like rain.")
    assert of_a_part(site)
    assert b"Roses like rain." in site.files()["plants/rose/index.html"]
    assert site.files() == clean(site)


def test_a_warning_of_another_text_is_told_again(site: Project) -> None:
    """What is to be seen to elsewhere is neither forgotten nor in the way."""
    edit(site, ROSE, '\nIt is "red".\n')
    told = site.build().out
    assert "straight-quotes" in told
    edit(site, "plants/lavender.md")
    assert of_a_part(site)
    assert site.files() == clean(site)
    assert "straight-quotes" in site.build().out


def test_a_comment_changes_nothing(site: Project) -> None:
    """No page is made for what nobody sees, and the next edit is seen."""
    before = site.files()
    change(site, ROSE, "title:", "# A comment.\ntitle:")
    assert of_a_part(site)
    assert site.files() == before
    edit(site, ROSE)
    assert of_a_part(site)
    assert site.files() == clean(site)


def test_a_text_that_is_put_back(site: Project) -> None:
    """The page is the one that was there before, as a file among those that are kept."""
    before = site.files()
    text = (site.folder / "content" / ROSE).read_bytes()
    edit(site, ROSE)
    assert of_a_part(site)
    site.write(ROSE, text)
    assert of_a_part(site)
    assert site.files() == before
    page = site.output / "plants/rose/index.html"
    assert page.stat().st_nlink > 1


def test_a_build_of_the_whole_goes_on_from_a_part(site: Project) -> None:
    """What a part has made is not made again."""
    edit(site, ROSE)
    assert of_a_part(site)
    built = build(site.folder / site.settings)
    assert built.work.made == set()
    assert site.files() == clean(site)


def test_nothing_to_do_after_a_part(site: Project) -> None:
    """A build right after it finds the site as it is, once the file has rested."""
    edit(site, ROSE)
    old = time.time() - 10
    os.utime(site.folder / "content" / ROSE, (old, old))
    time.sleep(2.1)
    assert site.build().code == 0
    assert "none of them changed" in site.build().out


def test_the_command_makes_a_part(site: Project) -> None:
    """It says the same as always, and puts the page into the site that stands there."""
    top = site.output.resolve()
    edit(site, ROSE)
    outcome = site.build()
    assert outcome.code == 0 and " pages in " in outcome.out
    assert site.output.resolve() == top
    assert site.files() == clean(site)


@pytest.mark.parametrize("damaged", [False, True])
def test_a_style_sheet_that_is_lost(site: Project, damaged: bool) -> None:
    """A page leads to the same sheet, though what is kept of it is gone, or another by now."""
    assert any(path.startswith("theme/site.") for path in site.files())
    for file in site.folder.glob(".cache/pages/??/*"):
        file.unlink()  # else it would be damaged in the site as well
        if damaged:
            file.write_bytes(b"body { color: red }")
    edit(site, ROSE)
    assert of_a_part(site)
    assert site.files() == clean(site)


def test_a_page_of_which_nobody_can_tell_its_styles(garden: Project) -> None:
    """A template names another one by a value: the sheet has all styles, and is made anew."""
    base = garden.folder / "theme/templates/base.html"
    text = base.read_text("utf-8").replace(
        "</head>", "{% include [SITENAME] ignore missing %}</head>"
    )
    base.write_text(text, "utf-8")
    assert garden.build().code == 0
    edit(garden, ROSE)
    assert of_a_part(garden)
    assert garden.files() == clean(garden)


@pytest.mark.parametrize(("old", "is_part"), [("**sun**", True), ("title: Rose", False)])
def test_a_process_that_begins_loads_no_other_format(
    site: Project, old: str, is_part: bool
) -> None:
    """Pelican reads no reStructuredText then, and the site is the same, be it made as a whole."""
    top = site.output.resolve()
    change(site, ROSE, old, f"{old} and rain")
    program = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        "from plugins.cms import commands; sys.exit(commands.build(settings='settings.py'))"
    )
    done = run_python(program, site.folder)
    assert done.returncode == 0
    assert (site.output.resolve() == top) == is_part
    loaded = done.stderr.split()
    assert "pelican.readers" in loaded and "docutils.core" not in loaded
    assert site.files() == clean(site)


TEXTS = (
    "rain",
    "**sun**",
    "mulch and shade",
    "<b>",
    "a [link](/plants/)",
    "## Care",
    "[@rhs-2020]",
)


@pytest.mark.parametrize("seed", range(20 if NIGHTLY else 2))
def test_edits_in_a_row_on_the_garden(site: Project, seed: int) -> None:
    """Whatever is written into texts, the site is that of a build from nothing."""
    edits_in_a_row(site, seed, 8, TEXTS)


@pytest.mark.parametrize("seed", range(20 if NIGHTLY else 1))
def test_edits_in_a_row_on_the_real_site(tmp_path: Path, seed: int) -> None:
    """The same with all kinds of pages, and rules that look at texts."""
    project = small_clinic(tmp_path)
    assert project.build().code == 0
    words = ("Some words more.", "A **sham needle**.", "Pain. Then *more*.", "Words on fascia.")
    edits_in_a_row(project, seed, 6, words)


def test_a_whole_build_takes_the_pages_of_the_site_that_stands(site: Project) -> None:
    """Where the site is known to be as it was left, nobody looks at what is kept of its pages."""
    untouched = "notes/spring/index.html"
    number = (site.output / untouched).stat().st_ino
    for blob in (site.folder / ".cache/pages").glob("*/*"):
        blob.unlink()
        blob.write_text("damaged", "utf-8")
    change(site, ROSE, "title: Rose", "title: Red rose")
    assert_built_as_a_whole(site)
    assert (site.output / untouched).stat().st_ino == number


@pytest.fixture
def real(tmp_path: Path) -> Project:
    """The real site with few of its entries, as the command left it."""
    project = small_clinic(tmp_path)
    assert project.build().code == 0
    return project


def test_a_post_is_in_all_feeds(real: Project) -> None:
    """Each feed that shows texts shows that of now, and a whole build goes on from it."""
    before = real.files()
    edit(real, "posts/first-visit.md", "\nA word on zebras.\n")
    assert of_a_part(real)
    after = real.files()
    changed = {path for path in after if after[path] != before[path]}
    assert {"feeds/blog.atom.xml", "feeds/blog.json"} < changed  # that of RSS has summaries
    assert all(b"zebras" in after[path] for path in changed)
    assert after == clean(real)
    assert build(real.folder / real.settings).work.made == set()
    assert real.files() == after


def test_what_a_part_has_made_can_be_found(real: Project) -> None:
    """An index that a later build makes has the words of now, and is made of no page anew."""
    settings = real.folder / real.settings
    settings.write_text(f'{settings.read_text("utf-8")}\nCMS_INDEX = "later"\n', "utf-8")
    assert real.build().code == 0
    edit(real, "conditions/whiplash.md", "\nA word on zebras.\n")
    assert of_a_part(real)
    later = build(real.folder / real.settings)
    assert later.work.made == set()
    pages: Pages = later.settings["CMS_PAGES"]
    (found,) = (one for one in pages.extracts() if one.url == "/conditions/whiplash/")
    assert "A word on zebras." in found.html
    assert real.files() == clean(real)


def edits_in_a_row(project: Project, seed: int, steps: int, texts: tuple[str, ...]) -> None:
    """Edit one text after the other; mistakes are taken back. Many are made from a part."""
    at = random.Random(seed)
    settings = project.folder / project.settings
    parts = 0
    for number in range(steps):
        file = at.choice(sorted((project.folder / "content").glob("*/*.md")))
        before = file.read_bytes()
        file.write_bytes(before + f"\n{at.choice(texts)} {number}\n".encode())
        left = standing(settings)
        if isinstance(left, Edited) and renewed(settings, left):
            parts += 1
        elif project.build().code:
            file.write_bytes(before)
            assert project.build().code == 0
        assert project.files() == clean(project), (number, file)
    assert parts >= steps / 4


# -- where it is not ---------------------------------------------------------------------


def other_title(site: Project) -> None:
    change(site, ROSE, "title: Rose", "title: Red rose")


def other_state(site: Project) -> None:
    change(site, SPRING, "status: published", "status: in review")


def more_links(site: Project) -> None:
    edit(site, "plants/lavender.md", "\nSee [notes](/notes/).\n")


def more_sources(site: Project) -> None:
    edit(site, "plants/lavender.md", "\nAs they say.[@rhs-2020]\n")


def a_new_entry(site: Project) -> None:
    text = site.content()[SPRING].replace(b"Spring", b"Summer").replace(b"spring", b"summer")
    site.write("notes/summer.md", text)


def an_entry_less(site: Project) -> None:
    (site.folder / "content/notes/spring-de.md").unlink()


def a_template(site: Project) -> None:
    edit(site, ROSE)
    edit(site, "../theme/templates/plant.html", "<!-- new -->")


def the_settings(site: Project) -> None:
    edit(site, "../settings.py", '\nSITENAME = "Yard"\n')


def the_settings_of_the_content(site: Project) -> None:
    edit(site, ROSE)
    site.write("garden.yaml", "name: Yard\n")


def a_picture(site: Project) -> None:
    site.write("images/rose.svg", "<svg><circle/></svg>")


def a_page_in_the_site(site: Project) -> None:
    edit(site, ROSE)
    page = site.output / "plants/lavender/index.html"
    page.unlink()
    page.write_text("foreign")


def a_page_less_in_the_site(site: Project) -> None:
    edit(site, ROSE)
    (site.output / "plants/lavender/index.html").unlink()


def a_stray_file_in_the_site(site: Project) -> None:
    edit(site, ROSE)
    (site.output / "stray.html").write_text("foreign")


def what_is_known(site: Project) -> None:
    edit(site, ROSE)
    shutil.rmtree(site.folder / ".cache/entries")


def what_is_kept(site: Project) -> None:
    edit(site, ROSE)
    shutil.rmtree(site.folder / ".cache/builds")


def what_is_quiet(site: Project) -> None:
    edit(site, ROSE)
    shutil.rmtree(site.folder / ".cache/rules")


def a_check(site: Project) -> None:
    edit(site, ROSE)
    site.check()


def another_build(site: Project) -> None:
    edit(site, ROSE)
    build(site.folder / site.settings, OUTPUT_PATH=str(site.folder / "elsewhere"))


def another_site(site: Project) -> None:
    edit(site, ROSE)
    other = site.output.resolve().with_name("site-1")
    shutil.copytree(site.output.resolve(), other)
    site.output.unlink()
    site.output.symlink_to(other)


@pytest.mark.parametrize(
    "happens",
    [
        other_title,
        other_state,
        more_links,
        more_sources,
        a_new_entry,
        an_entry_less,
        a_template,
        the_settings,
        the_settings_of_the_content,
        a_picture,
        a_page_in_the_site,
        a_page_less_in_the_site,
        a_stray_file_in_the_site,
        what_is_known,
        what_is_kept,
        what_is_quiet,
        a_check,
        another_build,
        another_site,
    ],
)
def test_a_part_is_not_enough(site: Project, happens: Callable[[Project], None]) -> None:
    """Where more may be another one than the page of the text, the whole is built."""
    happens(site)
    assert_built_as_a_whole(site)


def test_a_mistake_is_told_as_always(site: Project) -> None:
    """The build fails in the same words, leaves the site, and goes on when it is mended."""
    before, text = site.files(), site.content()[ROSE]
    edit(site, ROSE, "\n[nowhere]({filename}/plants/none.md)\n")
    outcome = site.build()
    assert outcome.code == 1 and "none.md" in outcome.err
    assert site.files() == before
    site.write(ROSE, text + b"\nMended.\n")
    assert site.build().code == 0
    assert site.files() == clean(site)


def test_the_clock(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the day is another one, the whole is built."""
    edit(site, ROSE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(os.environ["SOURCE_DATE_EPOCH"]) + 86_400))
    assert_built_as_a_whole(site)


def test_a_page_with_the_time_of_the_build(garden: Project) -> None:
    """Where a page shows the moment of the build, each build is one of the whole."""
    template = garden.folder / "theme/templates/base.html"
    template.write_text(template.read_text().replace("</body>", "{{ site.now }}</body>"))
    assert garden.build().code == 0
    edit(garden, ROSE)
    assert_built_as_a_whole(garden)


def test_another_plugin(garden: Project) -> None:
    """A plugin that is not ours has to see all pages."""
    (garden.folder / "other.py").write_text("def register():\n    pass\n")
    settings = garden.folder / "settings.py"
    settings.write_text(settings.read_text().replace('["plugins.cms"]', '["plugins.cms", "other"]'))
    settings.write_text(settings.read_text() + 'PLUGIN_PATHS = ["."]\n')
    assert garden.build().code == 0
    edit(garden, ROSE)
    assert_built_as_a_whole(garden)


def test_a_warning_of_the_same_text(site: Project) -> None:
    """It may stand in another line now, so that the build has to look at all."""
    edit(site, ROSE, '\nIt is "red".\n')
    assert site.build().code == 0
    edit(site, ROSE)
    assert_built_as_a_whole(site)
    assert "straight-quotes" in site.build().out


# -- whatever happens to it -----------------------------------------------------------------


@pytest.mark.parametrize("path", [ROSE, SPRING])
def test_a_killed_part_leaves_a_whole_site(site: Project, path: str) -> None:
    """At any moment the site is the old one or the new one, and the next build makes it right."""
    outputs = [site.files()]
    for pause in (0.2, 0.35, 0.5, 0.6, 0.7, 0.8):
        edit(site, path, f"\nAfter {pause} seconds.\n")
        outputs.append(clean(site))
        process = start(site, BUILD)
        ends = time.monotonic() + pause
        wait(lambda ends=ends: time.monotonic() > ends, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert site.files() in outputs[-2:]
        assert site.build().code == 0
        assert site.files() == outputs[-1]
