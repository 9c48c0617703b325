"""The search as readers use it, by keyboard, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tools.visits import opened


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The search page, on a phone."""
    with opened(browser, 320) as page:
        page.goto(f"{address}/search/")
        yield page


def titles(page: Page, asked: str) -> list[str]:
    """What was found, once the status says how much: for these words, or in this choice.

    Until then it may speak of what was asked before, or of a part of the words: whoever types
    slowly gets results for that.
    """
    done = re.compile(rf"^(\d+ results?|Nothing found) {re.escape(asked)}\.")
    expect(page.get_by_role("status")).to_have_text(done)
    return page.locator(".site-search-live__link").all_inner_texts()


def test_nothing_is_loaded_before_somebody_searches(page: Page, address: str) -> None:
    """The program and the index come when the field is used for the first time."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.reload()
    assert not [path for path in asked if "pagefind" in path]
    with page.expect_response("**/pagefind-entry.json*"):
        page.get_by_role("searchbox").focus()


def test_a_search_by_keyboard(page: Page) -> None:
    """Words and Enter: the status is said, the address holds the words, Tab leads to results."""
    page.get_by_role("searchbox").focus()
    page.keyboard.type("back pain")
    page.keyboard.press("Enter")
    assert titles(page, "for “back pain”")[0] == "Spinal issues"
    assert page.url.endswith("/search/?q=back+pain")
    for _ in range(4):  # two choices, the button, the first result
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Spinal issues"
    page.keyboard.press("Enter")
    page.wait_for_url("**/conditions/spinal-issues/")
    page.go_back()
    assert titles(page, "for “back pain”")[0] == "Spinal issues"
    assert page.get_by_role("searchbox").input_value() == "back pain"


def test_results_come_while_somebody_types(page: Page) -> None:
    """Without Enter, too; the address follows, and no step back is added for it."""
    before = page.evaluate("history.length")
    page.get_by_role("searchbox").press_sequentially("whiplash")
    assert titles(page, "for “whiplash”")[0] == "Whiplash"
    assert page.url.endswith("?q=whiplash") and page.evaluate("history.length") == before


def test_other_names_are_found(page: Page, address: str) -> None:
    """The name that a reader has leads to the page that has another one, and it is said why."""
    page.goto(f"{address}/search/?q=tennis+elbow")
    assert titles(page, "for “tennis elbow”") == ["Tendonitis and muscle strain"]
    expect(page.locator(".site-search-live__kind").first).to_contain_text("Also called:")
    page.goto(f"{address}/search/?q=slipped+disc")
    assert titles(page, "for “slipped disc”")[0] == "Sciatica"


def test_a_search_is_narrowed_by_kind_and_part_of_the_body(page: Page) -> None:
    """By one or both, with words or without; each choice is a step back."""
    page.get_by_label("Part of the body").select_option("Jaw")
    jaw = titles(page, "in: Jaw")
    assert jaw and page.url.endswith("?region=Jaw")
    expect(page.get_by_role("status")).to_have_text(f"{len(jaw)} results in: Jaw.")
    page.get_by_label("Kind of page").select_option("Blog post")
    expect(page.get_by_role("status")).to_contain_text("Nothing found in: Blog post, Jaw.")
    page.go_back()
    assert titles(page, "in: Jaw") == jaw
    assert page.get_by_label("Kind of page").input_value() == ""


def test_nothing_found_is_said_with_what_to_do(page: Page) -> None:
    """In plain words, and the list is still there."""
    page.get_by_role("searchbox").press_sequentially("xyzzy <b>")
    assert titles(page, "for “xyzzy <b>”") == []
    expect(page.get_by_role("status")).to_contain_text("Nothing found for “xyzzy <b>”. Check")
    expect(page.get_by_role("link", name="Whiplash", exact=True)).to_be_visible()


def test_more_results_come_when_asked_for(page: Page, address: str) -> None:
    """Ten at first; the button adds the next ones and puts the focus on the first of them."""
    page.goto(f"{address}/search/?q=needles")
    assert len(titles(page, "for “needles”")) == 10
    page.get_by_role("button", name=re.compile("Show more")).press("Enter")
    expect(page.locator(".site-search-live__link")).to_have_count(20)
    eleventh = page.locator(".site-search-live__link").nth(10)
    expect(eleventh).to_be_focused()


def test_what_cannot_be_loaded_is_said(page: Page) -> None:
    """And the next try may work."""
    page.route("**/*.pf_meta", lambda route: route.abort())
    page.route("**/pagefind.js", lambda route: route.abort())
    box = page.get_by_role("searchbox")
    box.fill("neck")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    page.unroute_all()
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("results for “neck”")


def test_without_scripts_there_is_the_list(browser: Browser, address: str) -> None:
    """All pages by letter, and no field that does nothing."""
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/search/?q=neck")
        expect(page.get_by_role("searchbox")).to_be_hidden()
        page.get_by_role("link", name="W", exact=True).click()
        page.get_by_role("link", name="Whiplash", exact=True).click()
        page.wait_for_url("**/conditions/whiplash/")


def test_a_wrong_address_helps_at_any_depth(browser: Browser, address: str) -> None:
    """Styled, with questions and a field, whose words arrive in the search."""
    with opened(browser) as page:
        answer = page.goto(f"{address}/a/b/c/nothing")
        assert answer and answer.status == 404
        assert page.locator("h1").evaluate("h1 => getComputedStyle(h1).fontWeight") == "700"
        for name in ("Where does it hurt?", "Is it acupuncture?", "Is it safe?", "What happens?"):
            link = page.get_by_role("link", name=name).evaluate("a => a.href")
            assert page.request.get(str(link)).ok
        page.get_by_role("searchbox").fill("neck")
        page.get_by_role("searchbox").press("Enter")
        page.wait_for_url("**/search/?q=neck")
        assert titles(page, "for “neck”")
