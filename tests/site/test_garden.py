"""The garden, built by Pelican: what stands in the files is what readers get."""

from __future__ import annotations

import itertools
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import Project
from tests.processes import surroundings

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}",
    "{% raw %}",
    "{% include 'base.html' %}",
    "]]>",
    "</script>",
    "</title></head>",
    "<!-- -->",
    "&lt;b&gt; &amp;",
    "%s %(x)s {0} {x}",
    "\\1 \\g<0>",
    "javascript:alert(1)",
)


def quoted(text: str) -> str:
    """A text as YAML, whatever it holds."""
    return "'" + text.replace("'", "''") + "'"


def plant(title: str = "Mint", fields: str = "", body: str = "", summary: str = "A herb.") -> str:
    return (
        f"---\ntitle: {quoted(title)}\nstatus: published\ndate: 2026-01-05\n"
        f"summary: {quoted(summary)}\nbed: border\n{fields}---\n{body}"
    )


def note(
    title: str = "May",
    fields: str = "",
    body: str = "Text.",
    category: str = "Seasons",
    status: str = "published",
    date: str = "2026-05-01",
) -> str:
    return (
        f"---\ntitle: {quoted(title)}\nstatus: {status}\ndate: {date}\nsummary: A note.\n"
        f"category: {quoted(category)}\n{fields}---\n{body}\n"
    )


def built(garden: Project) -> Project:
    outcome = garden.build()
    assert outcome.code == 0, outcome.err
    return garden


def element(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, (selector, found)
    return found[0]


def links(page: BeautifulSoup, selector: str = ".body a") -> list[str]:
    return [str(one["href"]) for one in page.select(selector)]


def feed(garden: Project) -> list[ElementTree.Element]:
    """The entries of the feed, read as strictly as XML is."""
    tree = ElementTree.fromstring((garden.output / "feeds/notes.atom.xml").read_bytes())
    return tree.findall(f"{ATOM}entry")


# -- pages and links ----------------------------------------------------------------


def test_every_page_of_the_garden_is_there(garden: Project) -> None:
    """Each entry with an address has a page, and lists, feed and files are beside them."""
    files = built(garden).files()
    assert sorted(files) == [
        ".nojekyll",
        "_headers",
        "_redirects",
        "de/notes/spring/index.html",
        "drafts/plant/tulip/index.html",
        "feeds/notes.atom.xml",
        "images/rose.svg",
        "index.html",
        "notes/category/seasons/index.html",
        "notes/index.html",
        "notes/spring/index.html",
        "notes/tag/pruning/index.html",
        "notes/tag/sowing/index.html",
        "old/rose/index.html",
        "plants/lavender/index.html",
        "plants/rose/index.html",
        "robots.txt",
        "sitemap.xml",
        "theme/.keep",
        *[path for path in files if path.startswith("theme/site.")],
        "words/index.html",
    ]


def test_a_page_shows_the_fields_of_its_entry(garden: Project) -> None:
    """Text, Markdown, references, lists and addresses are all on the page."""
    page = built(garden).page("plants/rose/")
    assert element(page, "h1").string == "Rose"
    assert element(page, ".summary").string == "A shrub with thorns."
    assert element(page, ".bed").string == "The border"
    assert element(page, ".about strong").string == "sun"
    assert element(page, ".care").get_text() == "Twice a week: More in July, see lavender."
    assert element(page, ".shop")["href"] == "https://example.org/rose"


def test_links_to_files_become_links_to_pages(garden: Project) -> None:
    """Links between kinds hold in bodies, in Markdown fields and in reference fields."""
    page = built(garden).page("plants/rose/")
    assert links(page) == ["/plants/lavender/#drought", "/images/rose.svg"]
    assert links(page, ".care a") == ["/plants/lavender/"]
    assert links(page, "ul a") == ["/plants/lavender/"]
    note_page = garden.page("notes/spring/")
    assert links(note_page) == ["/plants/rose/", "/notes/tag/pruning/"]


def test_back_links_follow_from_references(garden: Project) -> None:
    """The home page lists each bed with the published plants that name it."""
    bed = element(built(garden).page(""), ".beds li")
    assert bed.get_text().split() == ["The", "border:", "Lavender", "Rose"]


def test_a_published_site_has_whole_addresses(garden: Project) -> None:
    """With SITEURL, links in texts, fields and lists begin with it; text that looks so does not."""
    settings = garden.folder / "settings.py"
    settings.write_text(
        settings.read_text().replace('SITEURL = ""', 'SITEURL = "https://example.org/sub"')
    )
    garden.write(
        "plants/mint.md",
        plant(
            fields="about: 'See [notes](/notes/).'\n",
            body='[a](/notes/) [b]({filename}rose.md) `<a href="/x/">`\n',
        ),
    )
    page = built(garden).page("plants/mint/")
    site = "https://example.org/sub"
    assert links(page) == [f"{site}/notes/", f"{site}/plants/rose/"]
    assert links(page, ".about a") == [f"{site}/notes/"]
    assert element(page, ".body code").string == '<a href="/x/">'


@pytest.mark.parametrize(
    "link", ["{attach}plan.pdf", "{static}/notes/plan.pdf", "{attach}/notes/plan.pdf"]
)
def test_a_file_beside_a_note_comes_along(garden: Project, link: str) -> None:
    """An attachment is copied to where the link on the page leads."""
    garden.write("notes/plan.pdf", "a plan")
    garden.write("notes/may.md", note(body=f"[The plan]({link})"))
    (target,) = links(built(garden).page("notes/may/"))
    assert target == ("/notes/may/plan.pdf" if "attach" in link else "/notes/plan.pdf")
    assert garden.files()[target[1:]] == b"a plan"


@pytest.mark.parametrize("name", ["plan.pdf", "a b.pdf", "a&b.pdf", "plän.pdf"])
def test_a_file_in_a_field_comes_along(garden: Project, name: str) -> None:
    """A Markdown field may link to a file as a body may, whatever its name."""
    garden.write(f"plants/{name}", "a plan")
    garden.write("plants/mint.md", plant(fields=f"about: '[The plan](<{{static}}{name}>)'\n"))
    assert garden.build().err == ""
    assert garden.files()[f"plants/{name}"] == b"a plan"


def test_a_former_address_leads_to_the_page(garden: Project) -> None:
    """The old address has a page that leads on, and search engines pass it over."""
    page = built(garden).page("old/rose/")
    refresh = element(page, 'meta[http-equiv="refresh"]')
    assert refresh["content"] == "0; url=/plants/rose/"
    assert "old/rose" not in (garden.output / "sitemap.xml").read_text()


# -- notes: lists, languages, drafts, feed ----------------------------------------------


def test_tags_and_categories_have_lists(garden: Project) -> None:
    """A note is in the list of its category and of each tag, under a readable address."""
    garden.write("notes/may.md", note(fields="tags: [pruning, Späte Frühlings-Blüher]\n"))
    built(garden)
    assert links(garden.page("notes/tag/pruning/"), "h2 a") == ["/notes/may/", "/notes/spring/"]
    assert links(garden.page("notes/tag/spate-fruhlings-bluher/"), "h2 a") == ["/notes/may/"]
    assert len(links(garden.page("notes/category/seasons/"), "h2 a")) == 2


@pytest.mark.parametrize("label", ["+++", "!!!", "…"])
def test_a_label_without_an_address_is_refused(garden: Project, label: str) -> None:
    """A tag of which no letter is left would take the address of another list."""
    garden.write("notes/may.md", note(fields=f"tags: [a, {quoted(label)}]\n"))
    outcome = garden.build()
    assert outcome.code == 1
    assert outcome.err.startswith("content/notes/may.md:7:11: bad-label")


def test_a_long_list_goes_over_pages(garden: Project) -> None:
    """Notes are split into pages, each note is on one of them, the newest first."""
    with (garden.folder / "settings.py").open("a") as settings:
        settings.write("PAGINATED_TEMPLATES = {'index': 10}\n")
    template = garden.folder / "theme/templates/index.html"
    template.write_text(
        template.read_text().replace("in articles", "in articles_page.object_list"),
        encoding="utf-8",
    )
    for number in range(24):
        garden.write(f"notes/n{number:02}.md", note(f"N{number}", date=f"2026-04-{number + 1:02}"))
    built(garden)
    listed = [links(garden.page(f"notes/index{page}.html"), "h2 a") for page in ("", "2", "3")]
    assert [len(page) for page in listed] == [10, 10, 5]
    assert [*itertools.chain(*listed)] == [
        *[f"/notes/n{number:02}/" for number in range(23, -1, -1)],
        "/notes/spring/",
    ]


def test_translations_lead_to_each_other(garden: Project) -> None:
    """A note in two languages has two pages that name each other, and is listed once."""
    built(garden)
    assert links(garden.page("notes/spring/"), ".translation") == ["/de/notes/spring/"]
    assert links(garden.page("de/notes/spring/"), ".translation") == ["/notes/spring/"]
    assert links(garden.page("notes/"), "h2 a") == ["/notes/spring/"]


def test_drafts_have_addresses_of_their_own_in_a_preview(garden: Project) -> None:
    """Drafts of any kind and language can be looked at below /drafts/, and nothing leads there."""
    garden.write("notes/may.md", note(status="draft"))
    garden.write("notes/mai.md", note("Mai", "slug: may\nlang: de\n", status="draft"))
    garden.write("notes/later.md", note(date="2027-01-01"))
    files = built(garden).files()
    drafts = sorted(path for path in files if path.startswith("drafts/"))
    assert drafts == [
        "drafts/de/note/may/index.html",
        "drafts/note/later/index.html",
        "drafts/note/may/index.html",
        "drafts/plant/tulip/index.html",
    ]
    for path, content in files.items():
        if path not in drafts:
            assert b"drafts/" not in content, path
            assert b"may" not in content, path


def test_a_published_site_has_no_drafts(garden: Project) -> None:
    """With CMS_DRAFTS off, drafts and entries of the future are nowhere."""
    with (garden.folder / "settings.py").open("a") as settings:
        settings.write("CMS_DRAFTS = False\n")
    garden.write("notes/may.md", note("Zwiebel", status="draft"))
    garden.write("notes/later.md", note("Zwiebel", date="2027-01-01"))
    files = built(garden).files()
    assert not [path for path in files if path.startswith("drafts/")]
    assert not [path for path, content in files.items() if b"Zwiebel" in content]


@pytest.mark.parametrize(
    "title", ['5 < 6 & "x"', "a &lt;b&gt;", "]]>", "<script>alert(1)</script>", "{{ 7*7 }}", "%s"]
)
def test_a_title_is_the_same_on_the_page_and_in_the_feed(garden: Project, title: str) -> None:
    """A title with any characters is shown as typed, in well-formed XML and HTML."""
    garden.write("notes/may.md", note(title))
    built(garden)
    assert element(garden.page("notes/may/"), "h1").string == title
    assert element(garden.page("notes/may/"), "title").string == title
    newest = feed(garden)[0]
    kind = newest.find(f"{ATOM}title")
    assert kind is not None and kind.text is not None
    # Pelican marks the titles of feeds as HTML: a reader of feeds unescapes them once more.
    as_shown = BeautifulSoup(kind.text, "html.parser").get_text()
    assert (as_shown if kind.get("type") == "html" else kind.text) == title


def test_the_feed_has_whole_dates_and_texts(garden: Project) -> None:
    """Each note has its address, its day in the zone of the site, and its text."""
    (garden.folder / "content/notes/spring-de.md").unlink()
    (entry,) = feed(built(garden))
    link = entry.find(f"{ATOM}link")
    assert link is not None and link.get("href") == "/notes/spring/"
    assert entry.findtext(f"{ATOM}published") == "2026-03-01T00:00:00+00:00"
    assert "Prune the" in str(entry.findtext(f"{ATOM}content"))


# -- text is text -------------------------------------------------------------------


def hostile_garden(garden: Project, text: str) -> None:
    """The text in every field that takes any text, and in bodies as code."""
    garden.write(
        "plants/mint.md",
        plant(
            text,
            f"care:\n  - water: {quoted(text)}\n",
            body=f"``` text\n{text}\n```\n",
            summary=text,
        ),
    )
    garden.write("notes/may.md", note(text, f"tags: [{quoted('x' + text)}]\n", category=f"y{text}"))
    garden.write("garden.yaml", f"name: {quoted(text)}\n")
    bed = f"---\ntitle: {quoted(text)}\nstatus: published\ndate: 2026-01-01\norder: 2\n---\n"
    garden.write("beds/other.md", bed)
    garden.write(
        "pages/about.md",
        f"---\ntitle: {quoted(text)}\nstatus: published\ndate: 2026-01-01\n"
        f"summary: {quoted(text)}\naliases: [/former/]\n---\n",
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_wherever_it_stands(garden: Project, text: str) -> None:
    """No field of any kind makes an element, an attribute or a template of what it holds."""
    hostile_garden(garden, text)
    built(garden)
    mint = garden.page("plants/mint/")
    shown = ("h1", "title", ".summary")
    assert [element(mint, one).string for one in shown] == [text] * 3
    assert element(mint, ".care").get_text() == text
    assert element(mint, "code").get_text() == f"{text}\n"
    assert element(garden.page("about/"), "h1").string == text
    assert element(garden.page("former/"), "a").string == text
    assert element(garden.page("notes/may/"), "h1").string == text
    assert garden.page("notes/").select("h2 a")[0].string == text
    assert element(garden.page(""), ".garden").string == text
    for path in garden.files():
        if path.endswith(".html"):
            page = garden.page(path)
            assert not page.select("script, img, iframe, [onerror], [onmouseover]"), path
            assert "49" not in page.get_text(), path
    assert len(feed(garden)) == 3


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_hostile_markdown_is_refused(garden: Project, text: str) -> None:
    """Where HTML is allowed, what is not on the list ends the build."""
    garden.write("plants/mint.md", plant(body=text))
    outcome = garden.build()
    assert outcome.code == 1 and "content/plants/mint.md:8:" in outcome.err
    assert not garden.output.exists()


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% raw %}", "{{ site }}", "{# x #}"])
def test_template_syntax_in_markdown_is_text(garden: Project, text: str) -> None:
    """A body and a Markdown field go through the templates as they are."""
    garden.write("plants/mint.md", plant(fields=f"about: {quoted(text)}\n", body=f"{text}\n"))
    page = built(garden).page("plants/mint/")
    assert element(page, ".body").get_text().strip() == text
    assert element(page, ".about").get_text().strip() == text


@pytest.mark.parametrize(
    "typed", ["no", "yes", "on", "1:30", "010", "1.10", "0x1F", "1e3", "2026-01-01", "TRUE", "-"]
)
def test_a_text_reaches_the_page_as_typed(garden: Project, typed: str) -> None:
    """YAML's own idea of a value never changes a text, with quotes or without."""
    source = plant().replace("'Mint'", typed if typed != "-" else "'-'")
    garden.write("plants/mint.md", source.replace("'A herb.'", f'"{typed}"'))
    page = built(garden).page("plants/mint/")
    assert element(page, "h1").string == typed
    assert element(page, ".summary").string == typed


def test_texts_of_many_scripts_reach_the_page(garden: Project) -> None:
    """Letters of any script, emoji and signs are kept."""
    title = "針 Ünïcödé שלום 😀 a\u0301"
    garden.write("plants/mint.md", plant(title))
    assert element(built(garden).page("plants/mint/"), "h1").string == title


def test_an_address_in_a_field_cannot_leave_its_attribute(garden: Project) -> None:
    """An address with quotes in it is refused before it gets to a page."""
    garden.write("plants/mint.md", plant(fields="shop: 'https://x.test/\" onclick=\"x'\n"))
    outcome = garden.build()
    assert outcome.code == 1 and "bad-url" in outcome.err


# -- the ways in ----------------------------------------------------------------------


def pelican(garden: Project) -> subprocess.CompletedProcess[str]:
    """Pelican's own command line, as the site's own commands never use it."""
    return subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", "settings.py", "-o", "out"],
        cwd=garden.folder,
        env=surroundings(COLUMNS="500"),
        capture_output=True,
        text=True,
        check=False,
    )


def test_pelicans_own_command_builds_the_same_site(garden: Project) -> None:
    """`pelican content -s settings.py -o out` gives the files that `build` gives."""
    done = pelican(garden)
    assert done.returncode == 0, done.stderr
    top = garden.folder / "out"
    found = {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }
    assert found == built(garden).files()


def test_pelicans_own_command_ends_with_1_on_a_content_problem(garden: Project) -> None:
    """A mistake in the content is an error there too, with its place."""
    garden.write("plants/mint.md", plant(fields="heigth: 3\n"))
    done = pelican(garden)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "content/plants/mint.md:7:1: unknown-field" in said


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_check_changes_nothing(garden: Project, format: str) -> None:
    """`check` says that all is well, exits 0 and leaves no site."""
    outcome = garden.check(format)
    assert (outcome.code, outcome.err) == (0, "")
    assert not garden.output.exists()


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_check_reports_in_the_format_that_was_asked_for(garden: Project, format: str) -> None:
    """Problems go to the standard output, and the exit code is 1."""
    garden.write("plants/mint.md", plant(fields="heigth: 3\n"))
    outcome = garden.check(format)
    assert outcome.code == 1 and "content/plants/mint.md" in outcome.out
    assert outcome.err == "" and not garden.output.exists()


def test_an_unknown_format_is_a_wrong_use(garden: Project) -> None:
    """A format that does not exist exits 2 and names those that do."""
    outcome = garden.check("xml")
    assert outcome.code == 2 and "github" in outcome.err


def test_a_fault_of_the_theme_is_said_in_plain_words(garden: Project) -> None:
    """A template with a mistake ends the build with its place, without a traceback."""
    template = garden.folder / "theme/templates/plant.html"
    template.write_text(template.read_text() + "{% if %}", encoding="utf-8")
    outcome = garden.build()
    assert outcome.code == 3
    assert "plant.html" in outcome.err and "Traceback" not in outcome.err
    assert not garden.output.exists()


def test_a_template_that_names_what_is_not_there_ends_the_build(garden: Project) -> None:
    """A misspelt variable is an error, not an empty place on the page."""
    template = garden.folder / "theme/templates/plant.html"
    template.write_text(
        template.read_text().replace("entry.data.summary", "entry.data.sumary"), encoding="utf-8"
    )
    outcome = garden.build()
    assert outcome.code == 3 and "sumary" in outcome.err


def test_settings_that_are_missing_are_named(garden: Project) -> None:
    """Without a settings file the build says so and exits 3."""
    (garden.folder / "settings.py").unlink()
    outcome = garden.build()
    assert outcome.code == 3 and "settings.py" in outcome.err


@pytest.mark.parametrize("name", ["content", "theme"])
def test_a_missing_folder_is_named(garden: Project, name: str) -> None:
    """Without its content or its theme the build says which folder is missing, and exits 3."""
    (garden.folder / name).rename(garden.folder / "elsewhere")
    outcome = garden.build()
    assert outcome.code == 3
    assert f"There is no folder `{name}` here." in outcome.err


# -- citations and words ------------------------------------------------------------


def test_a_page_numbers_what_it_prints_in_order(garden: Project) -> None:
    """Field, body and list of sources agree and lead to each other; a space before is nothing."""
    garden.write(
        "references.json",
        '[{"id": "b", "type": "book", "title": "B"}, {"id": "a", "type": "book", "title": "A"}]',
    )
    garden.write(
        "plants/mint.md",
        plant(fields="about: Old.[@a]\nsources: [b]\n", body="It grows [@b].\n\nIt smells.[@a]\n"),
    )
    garden.write("plants/rose.md", plant(title="Rose"))
    page = built(garden).page("plants/mint/")
    about, body, cited = (page.select_one(f".{name}") for name in ("about", "body", "cited"))
    assert about and body and cited
    assert about.get_text() == "Old.1"
    assert body.get_text(" ", strip=True) == "It grows 2 . It smells. 1"
    assert cited.get_text() == "2"
    items = page.select(".sources li")
    assert [(item["id"], item.get_text()) for item in items] == [
        ("ref-1", "1 A.BackBack"),
        ("ref-2", "2 B.BackBack"),
    ]
    ids = {tag["id"] for tag in page.find_all(id=True)}
    links = {str(a["href"]).removeprefix("#") for a in page.select("main a[href^='#']")}
    assert links <= ids


def test_another_style_is_a_setting(garden: Project) -> None:
    """The same content with the name of an author in the text."""
    garden.write("plants/mint.md", plant(body="It grows.[@rhs-2020]\n"))
    settings = garden.folder / "settings.py"
    settings.write_text(settings.read_text() + 'CMS_CITATION_STYLE = "apa"\n', encoding="utf-8")
    body = built(garden).page("plants/mint/").select_one(".body")
    assert body and body.get_text().strip() == "It grows. (Green, 2020)"


def test_a_style_that_is_not_known_is_explained(garden: Project) -> None:
    """The name is in the message, and the nearest one that there is."""
    settings = garden.folder / "settings.py"
    settings.write_text(
        settings.read_text() + 'CMS_CITATION_STYLE = "harvard-cite-them-rite"\n', encoding="utf-8"
    )
    outcome = garden.build()
    assert outcome.code == 3
    assert "harvard-cite-them-rite" in outcome.err
    assert "Did you mean `harvard-cite-them-right" in outcome.err


def test_feeds_have_citations_that_lead_to_sources(garden: Project) -> None:
    """A feed has no list: its numbers lead to the source itself, or else to the page."""
    garden.write(
        "references.json",
        '[{"id": "a", "type": "book", "title": "A"},'
        ' {"id": "b", "type": "book", "title": "B", "DOI": "10.1/b?c"}]',
    )
    garden.write("plants/rose.md", plant(title="Rose"))
    garden.write("notes/may.md", note(body="It grew.[@a; @b]"))
    built(garden)
    feed = ElementTree.parse(garden.output / "feeds/notes.atom.xml")
    texts = [element.text or "" for element in feed.iter(f"{ATOM}content")]
    (text,) = [text for text in texts if "It grew" in text]
    links = BeautifulSoup(text, "html.parser")("a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("1", "/notes/may/"),
        ("2", "https://doi.org/10.1/b?c"),
    ]


def test_a_word_is_explained_where_a_page_uses_it_first(garden: Project) -> None:
    """Once a page, in the order of the page, and not in the glossary itself."""
    garden.write(
        "plants/mint.md", plant(fields="about: Likes mulch.\n", body="## Mulch\n\nMulch helps.\n")
    )
    pages = built(garden)
    links = pages.page("plants/mint/").select("a.term")
    assert [(a.get_text(), a["href"]) for a in links] == [("mulch", "/words/#mulch")]
    assert pages.page("words/").select("a.term") == []


# -- warnings -----------------------------------------------------------------------


def test_a_warning_lets_the_build_go_on(garden: Project) -> None:
    """It is said, and the exit code is 0."""
    garden.write("plants/mint.md", plant(body="It grows!\n"))
    outcome = garden.build()
    assert outcome.code == 0
    assert "Warnings: shouting 1." in outcome.out
    assert garden.page("plants/mint/").select_one(".body")


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("text", "1 warning in 1 file."),
        ("json", '"severity": "warning"'),
        ("github", "::warning file=content/plants/mint.md,line=8,col=4,title=shouting::"),
    ],
)
def test_check_lists_warnings(garden: Project, format: str, said: str) -> None:
    """In every format, with exit code 0."""
    garden.write("plants/mint.md", plant(body="It grows!\n"))
    outcome = garden.check(format)
    assert outcome.code == 0 and said in outcome.out


def test_a_record_that_no_page_cites_is_a_warning(garden: Project) -> None:
    """At its place in the library."""
    garden.write("plants/rose.md", plant(title="Rose"))
    outcome = garden.check()
    assert outcome.code == 0
    assert "content/references.json:1:3: warning: unused-record no page cites `rhs-2020`" in (
        outcome.out
    )
