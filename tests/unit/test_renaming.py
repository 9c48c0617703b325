"""A new name goes wherever the old one was, and nothing else changes by a byte."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.cms.edits import Edit, edited
from plugins.cms.frontmatter import Document, decode, parse
from plugins.cms.renaming import Plan, plan_rename
from plugins.cms.renaming import Project as Renaming
from plugins.cms.renaming.places import span
from tests.conftest import Project
from tests.garden.subject import SUBJECT
from tests.unit.conftest import NOW, PLANT, document, plant

ADDRESS = "https://garden.example"


def planned(project: Project, kind: str, old: str, new: str) -> Plan:
    folder = project.folder / "content"
    return plan_rename(Renaming(folder, SUBJECT, NOW, (ADDRESS,)), kind, old, new)


def renamed(project: Project, path: str, source: str | bytes) -> bytes:
    """What becomes of a file where the rose is called dog rose."""
    project.write(path, source)
    plan = planned(project, "plant", "rose", "dog-rose")
    return next((one.after for one in plan.files if one.path == f"content/{path}"), b"")


def change(project: Project, path: str, old: str, new: str) -> None:
    """Put other words into a file."""
    source = project.content()[path].decode()
    assert old in source
    project.write(path, source.replace(old, new))


def rename_there_and_back(project: Project) -> None:
    before = project.content()
    there = project.rename("plant", "rose", "dog-rose")
    assert there.code == 0, there.err
    assert project.content() != before
    back = project.rename("plant", "dog-rose", "rose")
    assert back.code == 0, back.err
    assert project.content() == before


# -- links -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[a]({filename}/plants/rose.md)", "[a]({filename}/plants/dog-rose.md)"),
        ("[a]({filename}rose.md)", "[a]({filename}dog-rose.md)"),
        ("[a]({filename}../plants/rose.md)", "[a]({filename}../plants/dog-rose.md)"),
        ("[a](|filename|rose.md)", "[a](|filename|dog-rose.md)"),
        ("[a]({filename}r%6Fse%2Emd)", "[a]({filename}dog-rose%2Emd)"),
        ("[a]({filename}rose.md#planting)", "[a]({filename}dog-rose.md#planting)"),
        ('[a]({filename}rose.md "The rose.md")', '[a]({filename}dog-rose.md "The rose.md")'),
        ("[a](<{filename}rose.md>)", "[a](<{filename}dog-rose.md>)"),
        ("[a][r]\n\n[r]: {filename}rose.md 'R'", "[a][r]\n\n[r]: {filename}dog-rose.md 'R'"),
        ("[r]: {filename}rose.md", "[r]: {filename}dog-rose.md"),
        ("[r]\n\n> [r]: {filename}rose.md", "[r]\n\n> [r]: {filename}dog-rose.md"),
        ("A note.[^1]\n\n[^1]: [a](/plants/rose/)", "A note.[^1]\n\n[^1]: [a](/plants/dog-rose/)"),
        ("[a](/plants/rose/)", "[a](/plants/dog-rose/)"),
        ("[a](/plants/rose/#planting)", "[a](/plants/dog-rose/#planting)"),
        ("[a](/plants/rose)", "[a](/plants/dog-rose)"),
        (f"[a]({ADDRESS}/plants/rose/)", f"[a]({ADDRESS}/plants/dog-rose/)"),
        (f"<{ADDRESS}/plants/rose/?a=b>", f"<{ADDRESS}/plants/dog-rose/?a=b>"),
        ('<a href="{filename}rose.md">a</a>', '<a href="{filename}dog-rose.md">a</a>'),
        ("![a](/plants/rose/)", "![a](/plants/dog-rose/)"),
        (
            "| a |\n| - |\n| [a]({filename}rose.md) |",
            "| a |\n| - |\n| [a]({filename}dog-rose.md) |",
        ),
    ],
)
def test_every_spelling_of_a_link(garden: Project, before: str, after: str) -> None:
    """However an author writes a link, it leads to the new file, and the rest of it stays."""
    source = plant(body=f"`rose.md`\n\n{before}\n")
    expected = plant(body=f"`rose.md`\n\n{after}\n")
    assert renamed(garden, "plants/mint.md", source).decode() == expected


@pytest.mark.parametrize(
    "text",
    [
        "A rose is a rose, see rose.md and /plants/rose/.",
        "`[a]({filename}rose.md)`",
        "```\n[a]({filename}rose.md)\n[r]: {filename}rose.md\n```",
        "    [a]({filename}rose.md)",
        "<!-- [a]({filename}rose.md) -->",
        r"\[a]({filename}rose.md)",
        "[a](https://example.org/plants/rose/)",
        "[rose.md](https://example.org/rose.md)",
        "[a]({static}/images/rose.svg)",
        "[a](/old/rose/)",
        "[a](/plants/rose-garden/)",
        "[a](/more/plants/rose/)",
    ],
)
def test_what_only_looks_like_a_link(garden: Project, text: str) -> None:
    """Prose, code, comments and links to other places stay as they are."""
    garden.write("plants/rose-garden.md", plant())
    assert renamed(garden, "plants/mint.md", plant(body=f"{text}\n")) == b""


@pytest.mark.parametrize(
    "form", ["{}", "'{}'", '"{}"', ">-\n  {}", "|\n  {}", ">- # rose.md\n  {}"]
)
def test_links_in_fields(garden: Project, form: str) -> None:
    """Markdown in front matter is text like any other, however it is quoted."""
    link = "More in [a]({filename}rose.md#a)."
    source = plant(f"about: {form.format(link)}\nheight: 10 # rose.md\n")
    expected = source.replace("{filename}rose.md", "{filename}dog-rose.md")
    assert renamed(garden, "plants/mint.md", source).decode() == expected


# -- references ------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("neighbors: [rose, lavender]", "neighbors: [dog-rose, lavender]"),
        ("neighbors: [ 'rose',lavender ] # rose", "neighbors: [ 'dog-rose',lavender ] # rose"),
        ("neighbors:\n  - \"rose\"  # rose", "neighbors:\n  - \"dog-rose\"  # rose"),
        ("neighbors:\n- >- # rose\n  rose\n", "neighbors:\n- >- # rose\n  dog-rose\n"),
        ("beside:\n  rose: A rose.", "beside:\n  dog-rose: A rose."),
        ("beside: {'rose': A., lavender: No.}", "beside: {'dog-rose': A., lavender: No.}"),
        ("beside:\n  ? rose\n  : A rose.", "beside:\n  ? dog-rose\n  : A rose."),
        ("beside:\n  lavender: See [a](/plants/rose/).",
         "beside:\n  lavender: See [a](/plants/dog-rose/)."),
    ],
)  # fmt: skip
def test_every_form_of_a_reference(garden: Project, before: str, after: str) -> None:
    """Quotes, comments, spaces and the order of lists stay."""
    assert renamed(garden, "plants/mint.md", plant(f"{before}\n")) == plant(f"{after}\n").encode()


def test_the_name_of_another_kind(garden: Project) -> None:
    """A bed that is called like a plant is not that plant."""
    garden.write("beds/rose.md", (garden.folder / "content/beds/border.md").read_bytes())
    garden.write("plants/mint.md", plant().replace("border", "rose"))
    plan = planned(garden, "bed", "rose", "long-bed")
    assert {one.path: one.to for one in plan.files} == {
        "content/beds/rose.md": "content/beds/long-bed.md",
        "content/plants/mint.md": "content/plants/mint.md",
    }
    assert plan.redirects == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("neighbors: [rose]\nheight: tall\n", "neighbors: [dog-rose]\nheight: tall\n"),
        ("neighbors: [rose, No]\n", "neighbors: [dog-rose, No]\n"),
        (
            "care:\n- note: '[a]({filename}rose.md)'\n",
            "care:\n- note: '[a]({filename}dog-rose.md)'\n",
        ),
        ("neighbours: x\nbeside:\n  rose: A.\n", "neighbours: x\nbeside:\n  dog-rose: A.\n"),
    ],
)
def test_a_file_with_problems_of_its_own(garden: Project, before: str, after: str) -> None:
    """As far as it can be read, it is changed as well, and its problems stay what they were."""
    assert renamed(garden, "plants/mint.md", plant(before)) == plant(after).encode()


def test_a_file_of_settings(garden: Project) -> None:
    """What authors write there can name an entry as well, and keeps its comments."""
    source = "# Ours.\nname: Garden\nfavorite: rose # of all\nwelcome: See [a](/plants/rose/).\n"
    expected = source.replace("favorite: rose", "favorite: dog-rose").replace(
        "/rose/", "/dog-rose/"
    )
    assert renamed(garden, "garden.yaml", source).decode() == expected
    garden.write("garden.yaml", f"{source}welcome: twice\n")
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 1 and "content/garden.yaml:5:" in outcome.err


@pytest.mark.parametrize(
    ("start", "end"), [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n"), (b"\xef\xbb\xbf", b"\r")]
)
def test_line_ends_and_the_byte_order_mark(garden: Project, start: bytes, end: bytes) -> None:
    """They stay, as does a last line that does not end."""
    source = plant("neighbors: [rose]\n", "[a]({filename}rose.md)\n\nThe end").encode()
    raw = start + source.replace(b"\n", end)
    assert renamed(garden, "plants/mint.md", raw) == raw.replace(b"[rose]", b"[dog-rose]").replace(
        b"}rose", b"}dog-rose"
    )


# -- the file and its address ----------------------------------------------


def test_a_file_keeps_its_folder(garden: Project) -> None:
    """An entry in a folder within the folder of its kind stays there."""
    (garden.folder / "content/plants/shrubs").mkdir()
    file = garden.folder / "content/plants/rose.md"
    file.rename(file.parent / "shrubs/rose.md")
    for path in ("notes/spring.md", "notes/spring-de.md"):
        change(garden, path, "plants/rose.md", "plants/shrubs/rose.md")
    change(garden, "plants/shrubs/rose.md", "{filename}lavender", "{filename}/plants/lavender")
    assert garden.rename("plant", "rose", "dog-rose").code == 0
    assert "plants/shrubs/dog-rose.md" in garden.content()
    assert "({filename}/plants/shrubs/dog-rose.md)" in garden.content()["notes/spring.md"].decode()


def test_translations_go_along(garden: Project) -> None:
    """They are one entry in several languages: each has the new name and a redirect."""
    before = garden.content()
    outcome = garden.rename("note", "spring", "early-spring")
    assert outcome.code == 0, outcome.err
    content = garden.content()
    assert b"slug: early-spring\nlang: de\n" in content["notes/early-spring-de.md"]
    assert b"- /notes/spring/" in content["notes/early-spring.md"]
    assert b"- /de/notes/spring/" in content["notes/early-spring-de.md"]
    assert garden.rename("note", "early-spring", "spring").code == 0
    assert garden.content() == before


def test_a_file_with_a_bad_name(garden: Project) -> None:
    """Its name can be mended by a rename, though only its case changes; it needs no redirect."""
    garden.write("plants/Mint.md", plant())
    outcome = garden.rename("plant", "Mint", "mint")
    assert outcome.code == 0, outcome.err
    assert garden.content()["plants/mint.md"] == plant().encode()


def test_a_slug_of_its_own(garden: Project) -> None:
    """The field has the new name; a file that its author called otherwise keeps its name."""
    garden.write("plants/herb.md", plant("slug: mint # short\n"))
    plan = planned(garden, "plant", "mint", "pepper-mint")
    (one,) = plan.files
    assert one.to == "content/plants/herb.md"
    assert one.after.decode() == plant("slug: pepper-mint # short\naliases:\n  - /plants/mint/\n")


def test_a_page_that_says_where_it_is(garden: Project) -> None:
    """Its file is renamed, and links to that file; its address stays, and needs no redirect."""
    garden.write("plants/mint.md", plant(body="[a]({filename}/pages/words.md) [b](/words/)\n"))
    plan = planned(garden, "leaf", "words", "glossary")
    assert plan.redirects == ()
    after = {one.to: one.after.decode() for one in plan.files}
    assert after.keys() == {"content/pages/glossary.md", "content/plants/mint.md"}
    assert after["content/plants/mint.md"].endswith(
        "[a]({filename}/pages/glossary.md) [b](/words/)\n"
    )


@pytest.mark.parametrize("status", ["draft", "in review"])
def test_what_was_never_published(garden: Project, status: str) -> None:
    """Readers do not know the address of a draft: it needs no redirect."""
    garden.write("plants/mint.md", plant().replace("published", status))
    plan = planned(garden, "plant", "mint", "pepper-mint")
    assert plan.redirects == () and plan.files[0].edits == ()


FORMS = [
    "",
    "aliases:\n",
    "aliases: # none yet\n",
    "aliases: []\n",
    "aliases: [ ]\n",
    "aliases: [/a/]\n",
    "aliases: ['/a/', \"/b/\"] # two\n",
    "aliases: [\n  /a/, # first\n  /b/,\n]\n",
    "aliases:\n- /a/\n",
    "aliases:\n  - /a/ # first\n  -   '/b/'\n",
    "aliases:\n  - >-\n    /a/\n",
    "aliases:\n  - /a/\n\n  # the end\n",
    "'aliases':\n  - /a/\n",
]


@pytest.mark.parametrize("more", ["", "height: 10\n", "# The end.\n", "about: |\n  Text.\n\n"])
@pytest.mark.parametrize("form", FORMS)
def test_the_former_address(garden: Project, form: str, more: str) -> None:
    """It joins those that there are, in their form; and the way back leads to the same bytes."""
    garden.write("plants/mint.md", plant(form + more, "---\ntext\n"))
    before = garden.content()
    (one,) = planned(garden, "plant", "mint", "pepper-mint").files
    read, after = parse(one.raw, "x.md"), parse(one.after, "x.md")
    assert isinstance(read, Document) and isinstance(after, Document)
    former = [*(read.data.get("aliases") or []), "/plants/mint/"]
    assert after.data == {**read.data, "aliases": former}
    assert after.body == read.body
    assert garden.rename("plant", "mint", "pepper-mint").code == 0
    assert garden.rename("plant", "pepper-mint", "mint").code == 0
    assert garden.content() == before


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("---\n{}---", "---\n{}aliases:\n  - /plants/mint/\n---"),
        ("--- \n{}---  \ntext", "--- \n{}aliases:\n  - /plants/mint/\n---  \ntext"),
    ],
)
def test_the_last_line_of_the_fields(garden: Project, source: str, after: str) -> None:
    """A new field stands before the line that closes them, however that line ends."""
    garden.write("plants/mint.md", source.format(PLANT))
    (one,) = planned(garden, "plant", "mint", "pepper-mint").files
    assert one.after.decode() == after.format(PLANT)


def test_fields_that_are_all_indented(garden: Project) -> None:
    """A new field lines up with the others."""
    fields = PLANT.replace("\n", "\n  ").rstrip(" ")
    garden.write("plants/mint.md", f"---\n  {fields}---\n")
    (one,) = planned(garden, "plant", "mint", "pepper-mint").files
    assert one.after.decode() == f"---\n  {fields}  aliases:\n    - /plants/mint/\n---\n"


def test_a_name_from_long_ago(garden: Project) -> None:
    """A former address that comes back gives its line to the one that goes."""
    garden.write("plants/mint.md", plant("aliases: [/plants/herb/, /b/]\n"))
    (one,) = planned(garden, "plant", "mint", "herb").files
    assert b"aliases: [/plants/mint/, /b/]" in one.after


@pytest.mark.parametrize(
    "source",
    [
        f"---\n{{{', '.join(PLANT.strip().splitlines())}}}\n---\n",
        plant("aliases: /a/\n"),
        plant("aliases:\n  -\n"),
    ],
)
def test_no_place_for_a_redirect(garden: Project, source: str) -> None:
    """Where none can be added, nothing is changed, and the message says what to do."""
    garden.write("plants/mint.md", source)
    before = garden.content()
    outcome = garden.rename("plant", "mint", "pepper-mint")
    assert outcome.code == 1 and "no redirect can be added to these fields" in outcome.err
    assert garden.content() == before
    change(garden, "plants/mint.md", "published", "draft")
    assert garden.rename("plant", "mint", "pepper-mint").code == 0


# -- redirects and the ledger ----------------------------------------------

REDIRECTS = """\
# Former pages.
/old/: /plants/rose/   # the rose
/roses.html: '/plants/rose/#planting'
/rose-bed/: "/plants/rose"
/shop/: https://garden.example/plants/rose/?a=b
/plants/: /plants/lavender/ # not /plants/rose/
/else/: https://example.org/plants/rose/
/plants/rose-old/: >-
  /plants/r%6Fse/
"""


def test_redirects_that_lead_to_the_page(garden: Project) -> None:
    """They lead to the new address at once, with everything else as it was; and back again."""
    garden.write("redirects.yaml", REDIRECTS.replace("\n", "\r\n"))
    plan = planned(garden, "plant", "rose", "dog-rose")
    after = {one.path: one.after.decode() for one in plan.files}
    lines = [
        ("/plants/rose/   # the", "/plants/dog-rose/   # the"),
        ("rose/#planting", "dog-rose/#planting"),
        ('"/plants/rose"', '"/plants/dog-rose"'),
        ("garden.example/plants/rose/", "garden.example/plants/dog-rose/"),
        ("/plants/r%6Fse/", "/plants/dog-rose/"),
    ]
    expected = REDIRECTS
    for old, new in lines:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert after["content/redirects.yaml"] == expected.replace("\n", "\r\n")
    garden.write("redirects.yaml", REDIRECTS.replace("r%6Fse", "rose"))
    rename_there_and_back(garden)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('/old/: "/plants/r\\x6fse/"\n', "content/redirects.yaml:1:8: not-renamed"),
        ("/old/: /plants/rose/\n/old/: /plants/rose/\n", "content/redirects.yaml:2:1: duplicate"),
    ],
)
def test_redirects_that_cannot_be_changed(garden: Project, lines: str, said: str) -> None:
    """They would lead nowhere straight any more: nothing is changed, and the place is named."""
    garden.write("redirects.yaml", lines)
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 1 and said in outcome.err
    assert garden.content() == before


def test_an_address_from_which_readers_are_led_on(garden: Project) -> None:
    """A page cannot be there as well; a draft can, until it is published."""
    garden.write("redirects.yaml", "# Ours.\n/plants/dog-rose/: /plants/rose/\n")
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 2 and garden.content() == before
    assert (
        "content/redirects.yaml leads readers of `/plants/dog-rose/` elsewhere, on line 2. Take "
        "that line out, or choose another name." in outcome.err
    )
    garden.write("plants/mint.md", plant().replace("published", "draft"))
    assert garden.rename("plant", "mint", "dog-rose").code == 0


def test_the_address_of_a_list(garden: Project) -> None:
    """The blog is at an address of its own, which no page can have."""
    garden.write("pages/about.md", plant().replace("bed: border\n", ""))
    before = garden.content()
    outcome = garden.rename("leaf", "about", "notes")
    assert outcome.code == 2 and "`/notes/` belongs to a list" in outcome.err
    assert garden.content() == before


def live(garden: Project, *addresses: str) -> None:
    """Say which addresses readers have had."""
    (garden.folder / "published-urls.txt").write_text("\n".join(addresses))


@pytest.mark.parametrize("status", ["draft", "in review", "published"])
def test_an_address_that_readers_have_had(garden: Project, status: str) -> None:
    """It stays a redirect whatever became of the page, on the way there and on the way back."""
    live(garden, "/plants/mint/", "/plants/pepper-mint/")
    garden.write("plants/mint.md", plant().replace("published", status))
    assert garden.rename("plant", "mint", "pepper-mint").code == 0
    there = garden.content()["plants/pepper-mint.md"].decode()
    assert there.endswith("aliases:\n  - /plants/mint/\n---\n")
    back = garden.rename("plant", "pepper-mint", "mint")
    assert "Readers of `/plants/pepper-mint/` will be led to `/plants/mint/`." in back.out
    assert "was a former address" not in back.out
    assert garden.content()["plants/mint.md"].decode() == there.replace("/mint/", "/pepper-mint/")


def test_an_address_in_between_that_no_reader_has_had(garden: Project) -> None:
    """It is dropped on the way back, and whoever knows better is told."""
    live(garden, "/plants/rose/")
    rename_there_and_back(garden)
    garden.write("plants/mint.md", plant("aliases: [/plants/herb/]\n"))
    said = garden.rename("plant", "mint", "herb").out
    assert "`/plants/herb/` was a former address and is one in use again." in said


def test_a_damaged_ledger(garden: Project) -> None:
    """Without it nobody knows which addresses are needed: it has to be mended first."""
    live(garden, "<<<<<<< HEAD", "/plants/rose/", "=======", ">>>>>>> other")
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 1 and "published-urls.txt:1:1: ledger-conflict" in outcome.err
    assert garden.content() == before


# -- what is refused -------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        (
            "plnat",
            "rose",
            "dog-rose",
            "There is no kind of entry called `plnat`. Did you mean `plant`?",
        ),
        ("plant", "rsoe", "dog-rose", "There is no plant called `rsoe`. Did you mean `rose`?"),
        ("plant", "rose", "Dog Rose", "`Dog Rose` cannot be part of a web address."),
        ("plant", "rose", "null", "`null` cannot be part of a web address."),
        ("plant", "rose", "rose", "It is called `rose` already."),
        ("plant", "rose", "lavender", "belongs to content/plants/lavender.md"),
        ("plant", "rose", "mint", "belongs to content/plants/herb.md"),
        ("plant", "rose", "old-lavender", "belongs to content/plants/herb.md"),
        ("plant", "rose", "wild", "content/plants/Wild.md is there already"),
        ("plant", "rose", "broken", "belongs to content/plants/broken.md"),
        ("plant", "twice", "dog-rose", "More than one plant is called `twice`"),
        (
            "reference",
            "rhs-2021",
            "x",
            "There is no reference called `rhs-2021`. Did you mean `rhs-2020`?",
        ),
        ("reference", "rhs-2020", "two words", "cannot be the key of a reference"),
        ("reference", "rhs-2020", "rhs-2020", "It is called `rhs-2020` already."),
    ],
)
def test_a_name_that_cannot_be_meant(
    garden: Project, kind: str, old: str, new: str, said: str
) -> None:
    """The message says what is wrong, and nothing is changed."""
    garden.write("plants/herb.md", plant("slug: mint\naliases: [/plants/old-lavender/]\n"))
    garden.write("plants/Wild.md", plant("slug: tame\n"))
    garden.write("plants/broken.md", "no front matter")
    garden.write("plants/one.md", plant("slug: twice\n"))
    garden.write("plants/two.md", plant("slug: twice\n"))
    before = garden.content()
    outcome = garden.rename(kind, old, new)
    assert outcome.code == 2 and said in outcome.err and "Nothing was changed." in outcome.err
    assert garden.content() == before


def test_a_key_that_is_taken(garden: Project) -> None:
    """Two sources cannot have one key, in whatever case."""
    library = json.loads(garden.content()["references.json"])
    garden.write("references.json", json.dumps([*library, {"id": "New", "title": "New"}]))
    outcome = garden.rename("reference", "rhs-2020", "new")
    assert outcome.code == 2 and "There is a reference called `new` already." in outcome.err


def test_a_file_that_cannot_be_read(garden: Project) -> None:
    """It might be left behind: it has to be mended first, and the message names it."""
    garden.write("plants/mint.md", plant("neighbors: [rose\n"))
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 1 and "content/plants/mint.md:" in outcome.err
    assert garden.content() == before
    assert garden.rename("plant", "lavender", "true-lavender").code == 0


@pytest.mark.parametrize(
    "written", [r'neighbors: ["r\x6fse"]', r'about: "[a]({filename}r\x6fse.md)"']
)
def test_a_spelling_that_is_too_clever(garden: Project, written: str) -> None:
    """Where a place cannot be changed, nothing is, and the message names the place."""
    garden.write("plants/mint.md", plant(f"{written}\n"))
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 1 and "content/plants/mint.md:7:" in outcome.err
    assert garden.content() == before


def test_a_merge_that_is_not_done(garden: Project) -> None:
    """A file of which Git has two versions is not changed."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A Gardener", "-c", "user.email=gardener@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=garden.folder, capture_output=True)

    note = "notes/spring.md"
    git("init", "-qb", "main")
    git("add", ".")
    git("commit", "-qm", "Begin")
    git("checkout", "-qb", "other")
    change(garden, note, "What to do", "All to do")
    git("commit", "-qam", "All")
    git("checkout", "-q", "main")
    change(garden, note, "What to do", "Much to do")
    git("commit", "-qam", "Much")
    git("merge", "-q", "other")
    change(garden, note, "summary: All to do in spring.\n", "")
    for sign in ("<<<<<<<", "=======", ">>>>>>>"):
        change(garden, note, sign, "#")
    before = garden.content()
    outcome = garden.rename("plant", "rose", "dog-rose")
    assert outcome.code == 1 and "a merge has left two versions" in outcome.err
    assert garden.content() == before


# -- sources ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources: [rhs-2020]", "sources: [new-2021]"),
        ("sources: ['rhs-2020, p. 3']", "sources: ['new-2021, p. 3']"),
        ('sources:\n  - "[@{rhs-2020}]" # rhs-2020', 'sources:\n  - "[@{new-2021}]" # rhs-2020'),
        ("about: True.[@rhs-2020]", "about: True.[@new-2021]"),
    ],
)  # fmt: skip
def test_citations_in_fields(garden: Project, before: str, after: str) -> None:
    """A field that names a source names it by its new key, with the place in it."""
    garden.write("plants/mint.md", plant(f"{before}\n"))
    plan = planned(garden, "reference", "rhs-2020", "new-2021")
    changed = {one.path: one.after.decode() for one in plan.files}
    assert changed["content/plants/mint.md"] == plant(f"{after}\n")


def test_citations_in_texts(garden: Project) -> None:
    """Every citation has the new key; what is no citation of it stays."""
    text = "A.[@rhs-2020, p. 3; @{rhs-2020}, pp. 4-5] `[@rhs-2020]` \\[@rhs-2020] me@rhs-2020\n"
    garden.write("plants/mint.md", plant(body=text))
    before = garden.content()
    assert garden.rename("reference", "rhs-2020", "rhs-2021").code == 0
    after = garden.content()
    assert after["plants/mint.md"].decode() == plant(
        body="A.[@rhs-2021, p. 3; @{rhs-2021}, pp. 4-5] `[@rhs-2020]` \\[@rhs-2020] me@rhs-2020\n"
    )
    assert after["references.json"] == before["references.json"].replace(b"rhs-2020", b"rhs-2021")
    assert garden.rename("reference", "rhs-2021", "rhs-2020").code == 0
    assert garden.content() == before


def test_the_record_itself(garden: Project) -> None:
    """Only its own `id` changes, and no other one inside of a record."""
    library = (
        r'[ {"custom": {"id":"rhs-2020"}, "title": "Roses \"id\": \"rhs-2020\"",'
        "\n"
        r'   "id" : "rhs-2\u003020" } ]'
    )
    garden.write("references.json", library)
    plan = planned(garden, "reference", "rhs-2020", "new")
    changed = {one.path: one.after.decode() for one in plan.files}
    assert changed["content/references.json"] == library.replace(r"rhs-2\u003020", "new")


# -- the command -----------------------------------------------------------


def test_it_shows_what_it_would_do(garden: Project) -> None:
    """With `--dry-run` that is all; without it, the change follows, and the next step."""
    before = garden.content()
    shown = garden.rename("plant", "rose", "dog-rose", dry_run=True)
    assert shown.code == 0 and garden.content() == before
    assert "content/plants/rose.md → content/plants/dog-rose.md\n" in shown.out
    assert (
        "content/plants/lavender.md\n      7 - neighbors: [rose]\n      7 + neighbors: [dog-rose]"
        in (shown.out)
    )
    assert "Readers of `/plants/rose/` will be led to `/plants/dog-rose/`." in shown.out
    done = garden.rename("plant", "rose", "dog-rose")
    assert done.out.startswith(shown.out.rpartition("Nothing was changed.")[0])
    assert done.out.endswith(
        "Done: plant rose → dog-rose, in 4 files.\n"
        "Next: see with `python3 tasks.py check` whether anything is left to do.\n"
    )


def test_long_lines_are_shown_in_part(garden: Project) -> None:
    """Of a long line, what changes is shown."""
    garden.write(
        "plants/mint.md", plant(body=f"{'a ' * 100}[a]({{filename}}rose.md){' b' * 100}\n")
    )
    shown = garden.rename("plant", "rose", "dog-rose", dry_run=True).out
    assert all(len(line) < 130 for line in shown.splitlines())
    assert "{filename}rose.md) b" in shown and "{filename}dog-rose.md) b" in shown


# -- there and back --------------------------------------------------------

ENDS = st.sampled_from(["\n", "\r\n", "\r"])
COMMENTS = st.sampled_from(["", "", " # rose", "   ", "  # “é” [a]({filename}rose.md)"])
BETWEEN = st.sampled_from(["", "", "\n", "# rose: rose\n", "  # further in\n\n", "#\n"])
WORDS = st.text(st.sampled_from("abz éß漢“”😀-'_"), min_size=1, max_size=12).map(
    lambda text: f"x{text}x"
)
LINKS = st.sampled_from(
    """\
[a]({filename}rose.md)
[a](|filename|/plants/rose.md#x "rose.md")
[a](<{filename}../plants/rose.md>)
[a](/plants/rose/), [b]( /plants/rose#rose ) and [c]({filename}rose.md)
<https://garden.example/plants/rose/?a=rose>
<a href="/plants/rose/">rose</a>
![rose](/plants/rose/)
[r], [a][r] and [rose][]
`[a]({filename}rose.md)` <!-- /plants/rose/ --> /plants/rose/
[a](/plants/rosemary) [b](https://example.org/plants/rose/)
A rose.[@rhs-2020, p. 3]""".split("\n")
)
PIECES = st.one_of(WORDS, LINKS)
DEFINED = "[r]: {filename}/plants/rose.md 'rose'\n[rose]: /plants/rose/\n"
BODIES = st.builds(
    lambda pieces, gap, end: gap.join(pieces) + end,
    st.lists(PIECES, max_size=5),
    st.sampled_from(["\n\n", " ", "  \n", "\n\n- ", "\n\n> "]),
    st.sampled_from(
        ["", "\n", f"\n\n{DEFINED}", f"\n\n> {DEFINED}", "\n\n```\n[a](/plants/rose/)\n```\n"]
    ),
)


@st.composite
def scalars(draw: st.DrawFn, texts: st.SearchStrategy[str], indent: str = "") -> str:
    """A text in any style of YAML, with what may stand behind it; it ends its line."""
    text = draw(texts)
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    singly = text.replace("'", "''")
    after = draw(COMMENTS)
    styles = [f"'{singly}'{after}\n", f'"{quoted}"{after}\n']
    header = after if after.strip() else ""
    for sign in (">-", "|", "|+", ">"):
        styles.append(f"{sign}{header}\n{indent}  {text}\n" + "\n" * (sign == "|+"))
    if not set(text) & set("[]{}#:&*!|>'\"%@`,"):
        styles.append(f"{text}{after}\n")
    return draw(st.sampled_from(styles))


@st.composite
def name_lists(draw: st.DrawFn, names: list[str]) -> str:
    """A list of names in any form: in brackets on one line or several, or line by line."""
    styles = [draw(st.sampled_from(["{}", "'{}'", '"{}"'])).format(name) for name in names]
    comment = draw(COMMENTS).rstrip()
    if draw(st.booleans()):
        gap = draw(st.sampled_from([", ", ",", " , ", f",{comment}\n  ", ",\n\n      "]))
        return f" [{gap.join(styles)}]{comment}\n"
    step = draw(st.sampled_from(["- ", "  - ", "    -   "]))
    return f"{comment}\n" + "".join(f"{step}{one}{comment}\n" for one in styles)


@st.composite
def plants(draw: st.DrawFn, names_rose: bool) -> str:
    """A valid plant: its fields in any order and style, with comments anywhere, and a text."""
    others = ["lavender", "rose"] if names_rose else ["lavender"]
    named = draw(st.permutations(others))
    fields = [
        f"title: {draw(scalars(WORDS))}",
        "status: published\n",
        f"date: 2026-01-05{draw(COMMENTS)}\n",
        f"'summary': {draw(scalars(WORDS))}",
        draw(st.sampled_from(["bed: border # rose\n", "bed: 'border'\n", "bed: >-\n  border\n"])),
    ]
    more = [
        f"neighbors:{draw(name_lists(named))}",
        f"about: {draw(scalars(PIECES))}",
        "beside:\n" + "".join(f"  {name}: {draw(scalars(PIECES, '  '))}" for name in named),
        f"care:\n- water: Often.\n  note: {draw(scalars(PIECES, '  '))}",
        draw(st.sampled_from([*FORMS[:5], "aliases: ['/c/']\n"] if names_rose else FORMS)),
    ]
    if names_rose:
        twice = "beside: {rose: '[a](/plants/rose/) [b]({filename}rose.md)', mint-2: x}\n"
        more[2] = draw(st.sampled_from([more[2], twice]))
    chosen = draw(st.lists(st.sampled_from(more), unique=True))
    ordered = draw(st.permutations([*fields, *chosen]))
    source = "".join(f"{draw(BETWEEN)}{one}" for one in ordered)
    end = draw(st.sampled_from(["---", "---\n", f"---\n{draw(BODIES)}"]))
    mark = "\ufeff" * draw(st.booleans())
    return mark + f"---\n{source}{end}".replace("\n", draw(ENDS))


def carried_out(project: Project, old: str, new: str) -> None:
    """Rename a plant, without what the command does around it."""
    for step in planned(project, "plant", old, new).steps():
        (project.folder / step.path).unlink()
        (project.folder / step.to).write_bytes(step.after)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(plants(names_rose=True), plants(names_rose=False))
def test_there_and_back(garden: Project, naming: str, own: str) -> None:
    """Whatever the style of the files, a rename and the way back leave the same bytes."""
    garden.write("plants/mint-2.md", plant())
    garden.write("plants/mint.md", naming)
    garden.write("plants/rose.md", own)
    before = garden.content()
    carried_out(garden, "rose", "dog-rose")
    there = garden.content()
    assert there.keys() ^ before.keys() == {"plants/rose.md", "plants/dog-rose.md"}
    assert there["plants/mint.md"].replace(b"dog-rose", b"rose") == before["plants/mint.md"]
    ends = re.compile(rb"\r\n|\r|\n")
    assert {*ends.findall(there["plants/dog-rose.md"])} == {*ends.findall(own.encode())}
    read = parse(there["plants/mint.md"], "content/plants/mint.md")
    assert isinstance(read, Document)
    assert "rose" not in {*(read.data.get("neighbors") or ()), *(read.data.get("beside") or ())}
    carried_out(garden, "dog-rose", "rose")
    assert garden.content() == before


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(plants(names_rose=True))
def test_what_is_read_and_written_is_the_same(source: str) -> None:
    """Each value that is written again where it was read leaves the same bytes, and says the same.

    So every place is where the file has it, whatever its style and its line ends are.
    """
    raw, read = source.encode(), document(source)
    spans = {span(read, path) for path, mark in read.marks.items() if mark.style is not None}
    whole = [Edit(start, end, read.text[start:end]) for start, end in spans]
    assert edited(raw, []) == raw
    text = decode(edited(raw, whole), "x.md")
    assert text == read.text
    assert document(str(text)) == read


def test_a_comparison_of_treatments(clinic_copy: Project) -> None:
    """Names before values are references, too: those of the texts for each treatment."""
    outcome = clinic_copy.rename("treatment", "acupuncture", "needle-acupuncture")
    assert outcome.code == 0, outcome.err
    comparison = clinic_copy.content()["comparisons/dry-needling-vs-acupuncture.md"]
    assert b"\n      needle-acupuncture: " in comparison
    assert b"\n      acupuncture: " not in comparison
