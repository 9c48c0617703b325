"""The live preview in a real browser: pages stay as new as the site, and say what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.previews import BASE, NOTE, Preview, until
from tools.visits import opened

PATH = "/notes/spring/"
LONG = "\n\nA line of its own." * 100
FORM = "<main><details><summary>More</summary><input></details><input><input id='second'>"


@pytest.fixture
def page(preview: Preview, browser: Browser) -> Iterator[Page]:
    """The page of a note in a narrow window; everything on it comes from the preview."""
    asked: list[str] = []
    with opened(browser, 320) as page:
        page.set_viewport_size({"width": 320, "height": 500})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{preview.port}{PATH}")
        yield page
    assert all(url.startswith(f"http://127.0.0.1:{preview.port}/") for url in asked)


def mark(page: Page) -> None:
    """Leave something on the page that a reload would take away."""
    page.evaluate("window.marked = true")


def is_marked(page: Page) -> Any:
    return page.evaluate("window.marked === true")


def test_a_page_is_loaded_anew_where_it_stands(preview: Preview, page: Page) -> None:
    """After a save the page is new; its place, what is open and what has the focus are kept."""
    preview.edit(BASE, "<main>", FORM)
    preview.edit(NOTE, "Prune the", f"Rake.{LONG}\n\nPrune the")
    expect(page.get_by_text("Rake.")).to_have_count(1)
    expect(page.locator("input")).to_have_count(3)
    page.wait_for_load_state()
    page.evaluate("document.querySelector('details').open = true")
    page.evaluate("document.querySelector('#second').focus()")
    page.evaluate("scrollTo(0, 1000)")
    until(lambda: page.evaluate("scrollY") == 1000)
    mark(page)
    preview.edit(NOTE, "Rake.", "Sweep.")
    expect(page.get_by_text("Sweep.")).to_have_count(1)
    page.wait_for_load_state()  # the script comes after the text
    until(lambda: page.evaluate("scrollY") == 1000)
    assert page.evaluate("document.querySelector('details').open")
    assert page.evaluate("document.activeElement.id") == "second"
    assert not is_marked(page)


def test_styles_change_without_a_reload(preview: Preview, page: Page) -> None:
    """Edits of a style sheet show on the page that is there, again and again."""
    mark(page)
    for shade in (10, 20):
        preview.write("theme/styles/base.css", f"body {{ color: rgb({shade}, 0, 0); }}\n")
        color = f"getComputedStyle(document.body).color === 'rgb({shade}, 0, 0)'"
        until(lambda color=color: page.evaluate(color))
    expect(page.locator("head link[rel=stylesheet]")).to_have_count(1)
    assert is_marked(page)


def test_a_page_that_did_not_change_is_left_alone(preview: Preview, page: Page) -> None:
    """A save that another page is made from does not disturb this one."""
    loads: list[str] = []
    page.on("request", lambda one: loads.append(one.resource_type))
    preview.edit("content/plants/rose.md", "title: Rose", "title: Dog rose")
    until(lambda: "Dog rose" in preview.body("/plants/rose/"))
    preview.edit(NOTE, "Prune the", "Water the")
    expect(page.get_by_text("Water the")).to_have_count(1)
    assert loads.count("document") == 1


def test_what_is_wrong_lies_over_the_page_until_it_is_mended(
    preview: Preview, page: Page, axe: str
) -> None:
    """It is announced, points at the place, can be folded away, and goes by itself."""
    mark(page)
    panel = page.locator(".panel")
    preview.edit(NOTE, "summary:", "summery:")
    expect(page.get_by_role("alert")).to_have_text("1 problem to mend. You see the site as it was.")
    expect(panel).to_contain_text("Did you mean summary?")
    expect(panel).to_contain_text(NOTE)
    expect(panel.locator("pre")).to_have_text("summery: What to do in spring.\n^")
    expect(panel.locator("pre")).to_be_visible()  # its styles are there
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(axe)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa']})")
    assert not [one for one in found["violations"] if "panel" in str(one["nodes"])]

    panel.get_by_text("1 problem to mend").press("Escape")
    expect(panel.locator("pre")).to_be_hidden()
    expect(panel.get_by_text("1 problem to mend")).to_be_visible()
    preview.edit(NOTE, "status: published", "statu: published")
    expect(panel.locator("summary")).to_have_text("2 problems to mend")
    expect(panel.locator("pre").first).to_be_hidden()
    page.keyboard.press("Enter")  # the focus is where it was
    expect(panel.locator("pre").first).to_be_visible()

    preview.edit(NOTE, "summery:", "summary:")
    preview.edit(NOTE, "statu:", "status:")
    expect(panel).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_text("All is mended.")
    assert is_marked(page), "the page itself never changed"


def test_warnings_take_little_room(preview: Preview, page: Page) -> None:
    """What can wait is one small line, which opens when somebody asks, and says nothing."""
    preview.edit(NOTE, "Prune the", "Water the   \n")
    summary = page.locator(".panel summary")
    expect(summary).to_have_text("1 warning")
    expect(summary).to_be_visible()  # its styles are there
    preview.settle()
    box = summary.bounding_box()
    assert box and box["height"] <= 48 and box["width"] <= 160
    expect(page.get_by_role("alert")).to_have_text("")
    summary.press("Enter")
    expect(page.locator(".panel pre")).to_be_visible()


def test_a_missing_page_comes_alive(preview: Preview, page: Page) -> None:
    """The page of a missing address becomes the page, as soon as somebody writes it."""
    page.goto(f"http://127.0.0.1:{preview.port}/plants/weed/")
    expect(page.locator("h1")).to_have_text("There is no such page")
    rose = (preview.folder / "content/plants/lavender.md").read_text(encoding="utf-8")
    preview.write("content/plants/weed.md", rose.replace("Lavender", "Weed"))
    expect(page.locator("h1")).to_have_text("Weed")
