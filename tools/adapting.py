"""How readers adapt a page to themselves, done to a page in a browser.

Where a content policy holds, the page has to be opened without it: a reader's own style is not
bound by it, but one that a script puts there is.
"""

from __future__ import annotations

from playwright.sync_api import Page

LARGE_TEXT = "text twice as large"
WIDE_TEXT = "text with more space"
WIDE_LETTERS = "text twice as large, of wide letters"
FROM_THE_RIGHT = "from right to left"

_STYLES = {
    LARGE_TEXT: "html { font-size: 200% !important }",
    # The numbers of WCAG 2.2, 1.4.12.
    WIDE_TEXT: """
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important }
        p { margin-block-end: 2em !important }""",
    # A machine may have no other fonts. Named twice, the family keeps its size.
    WIDE_LETTERS: """
        html { font-size: 200% !important }
        * { font-family: monospace, monospace !important }""",
}
_ADAPT = """([direction, style]) => {
  document.documentElement.dir = direction;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}"""


def adapt(page: Page, how: str) -> None:
    """Change how an open page looks; any other word makes it what it was."""
    direction = "rtl" if how == FROM_THE_RIGHT else "ltr"
    page.evaluate(_ADAPT, [direction, _STYLES.get(how, "")])
