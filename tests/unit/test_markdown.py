"""Markdown becomes HTML that is safe whatever the text holds."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.cms.markdown import MAX_LINE, MAX_LINES, MAX_NESTING, render, render_inline

_NASTY = st.sampled_from(
    [
        "<script>", "</script>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "<svg/onload=x>", "<iframe src=//x>", "<math><mtext><style>", "<style>", "<x:y ",
        "<a href='", "<p>", "<div markdown=1>", "<details>", "<!--", "-->", "<!", "<?", "?>",
        "<![CDATA[", "]]>", "<![x[", "<![", "[a](", "](javascript:alert(1))", ")", "[a]: ",
        "javascript:alert(1)", "&#106;avascript:", "java\nscript:", "JaVaScRiPt&colon;", "&Tab;",
        "data:text/html,x", "vbscript:", "{: onclick=x }", '{: #id .c style="x" }', "{{ 7*7 }}",
        "{% raw %}", "`", "```\n", "~~~\n", "\n", "\n\n", "    ", "> ", "- ", "1. ", "|", "\n---\n",
        "[^1]", "[^1]: ", "*[", "]: ", "\x02", "\x03", "klzzwxh:0000", "\\", "!", "*", "_", "## ",
        ":   ", '"', "'", ">", "<", "\t",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=80), st.lists(st.one_of(_NASTY, st.text(max_size=6)), max_size=20).map("".join)
)
_ADDRESSES = ("href", "src", "cite")


@given(_TEXTS)
@settings(max_examples=800)
def test_no_text_comes_out_as_a_program(text: str) -> None:
    """No script, no handler of an event and no address that runs: whatever is written."""
    page = BeautifulSoup(render(text).html, "html.parser")
    for element in page.find_all(True):
        assert element.name not in {"script", "style", "iframe", "object", "svg", "math", "form"}
        for name, value in element.attrs.items():
            assert not name.startswith("on")
            if name in _ADDRESSES:
                begin = str(value).replace("\n", "").replace("\t", "").strip().lower()
                assert not begin.startswith(("javascript:", "data:", "vbscript:"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("## A b", '<h2 id="a-b">A b</h2>'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("[a](https://example.org/?b=1&c=2)",
         '<p><a href="https://example.org/?b=1&amp;c=2">a</a></p>'),
        ("[a]({filename}/b.md#c)", '<p><a href="{filename}/b.md#c">a</a></p>'),
        ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>'),
        ("![a](/b.png)", '<p><img alt="a" src="/b.png"></p>'),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("H2O\n\n*[H2O]: Water", '<p><abbr title="Water">H2O</abbr></p>'),
        ("```\n<b>&\n```", "<pre><code>&lt;b&gt;&amp;\n</code></pre>"),
        ("a\n{: .note }", '<p class="note">a</p>'),
        ("<mark>a</mark>", "<p><mark>a</mark></p>"),
        ("<details><summary>a</summary>b</details>",
         "<details><summary>a</summary>b</details>"),
        ("<!-- a -->b", "<p>b</p>"),
        ("5 < 6 & 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>"),
        ("&copy; &lt;script&gt;", "<p>© &lt;script&gt;</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_authors_write_comes_out_right(text: str, html: str) -> None:
    """The Markdown that authors use gives the HTML that it stands for, and nothing is refused."""
    found = render(text)
    assert (found.html.strip(), found.refused) == (html, ())


@pytest.mark.parametrize(
    "text", ["{{ 7*7 }}", "{% raw %}", "{# no #}", "{{ site.data }}", "{% include 'x' %}"]
)
def test_template_syntax_is_text(text: str) -> None:
    """The braces of the template language go through as they are."""
    assert BeautifulSoup(render(text).html, "html.parser").get_text().strip() == text


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("<script>x</script>", "unsafe-html", "<script"),
        ("a <iframe src='x'></iframe>", "unsafe-html", "<iframe"),
        ("<img src=x onerror=alert(1)>", "unsafe-html", "onerror"),
        ("<p style='color:red'>a</p>", "unsafe-html", "style"),
        ("a\n{: onclick=x }", "unsafe-html", "onclick"),
        ("<svg onload=x>", "unsafe-html", "<svg"),
        ("<form action=x>", "unsafe-html", "<form"),
        ("<font>a</font>", "unsafe-html", "<font"),
        ("<a target=x href='/'>a</a>", "unsafe-html", "target"),
        ("[a](javascript:alert)", "bad-link", "javascript:alert"),
        ("[a](JavaScript:alert)", "bad-link", "JavaScript:alert"),
        ("[a](&#106;avascript:alert)", "bad-link", "javascript:alert"),
        ("<javascript:alert>", "unsafe-html", "<javascript:alert"),
        ("![a](data:image/png,x)", "bad-link", "data:image/png,x"),
        ("[a](file:///etc/passwd)", "bad-link", "file:///etc/passwd"),
        ("[a](https://[x)", "bad-link", "https://[x"),
        ("# A title", "second-title", "# A title"),
        ("A title\n===", "second-title", "# A title"),
    ],
)
def test_what_must_not_be_on_a_page_is_named(text: str, code: str, word: str) -> None:
    """Each thing that is taken out is reported, with the word that finds it in the source."""
    refused = render(text).refused
    assert [(one.code, one.needle) for one in refused] == [(code, word)]


@pytest.mark.parametrize("text", ["<p><![0", "<p><![A\x01", "<P><![x[y]]>", "a <![if x]>"])
def test_half_a_declaration_is_no_crash(text: str) -> None:
    """Marked sections, at which Python's parser of HTML stops, are shown or left out."""
    assert "<!" not in render(text).html


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 9_000,
        "[a](" * 4_000,
        "[aaaa" * 4_000,
        "[aaaa\n" * 4_000,
        "(" * 20_000,
        "<" * 20_000,
        "<aaaa" * 4_000,
        "<a b=" * 4_000,
        "<![CDATA[" * 2_000,
        ">" * 20_000,
        "> " * 10_000,
        "\n".join(f"{'> ' * depth}a" for depth in range(200)),
        "*" * 20_000,
        "_ " * 10_000,
        "`" * 20_000,
        "&#" * 10_000,
        "1. " * 6_000,
        "\n".join(f"{'    ' * depth}- a" for depth in range(200)),
        "a\n" * (MAX_LINES + 1),
        "a" * (MAX_LINE + 1),
    ],
    ids=lambda text: repr(text[:6]) + str(len(text)),
)
def test_text_that_would_take_for_ever_is_refused(text: str) -> None:
    """Brackets, quotes and lists without an end are a problem, and nothing is rendered."""
    found = render(text)
    assert found.html == ""
    assert found.refused[0].code in {"too-deep", "line-too-long", "block-too-long"}


@pytest.mark.parametrize(
    "text",
    [
        "[a](/b) " * 1_000,
        "a (b) " * 1_000,
        "1) a\n" * 1_000,
        "a < b\n" * 1_000,
        "| a | p < 0.05 |\n" * 1_500,
        "> a\n" * 1_000,
        "a\n\n" * 20_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_long_text_of_an_ordinary_kind_is_taken(text: str) -> None:
    """The limits are far from what people write."""
    assert not render(text).refused


def test_a_refused_text_leaves_no_trace_in_the_next() -> None:
    """After a text that was nested too deep, the next one is rendered as ever."""
    assert render("1. " * 6_000).refused
    assert render("One & all.\n\nTwo.").html == "<p>One &amp; all.</p>\n<p>Two.</p>"


def test_links_and_anchors_are_gathered_as_written() -> None:
    """Checks get the links as the author wrote them, and every place that can be linked."""
    found = render("## Top\n\n[a]({filename}/b.md?c&d)[e](#top)\n\n![f]({static}/g.svg)")
    assert found.links == ("{filename}/b.md?c&d", "#top", "{static}/g.svg")
    assert found.anchors == {"top"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b*", "a <em>b</em>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("- a", "<ul>\n<li>a</li>\n</ul>"),
        ("", ""),
    ],
)
def test_one_paragraph_goes_into_a_line(text: str, html: str) -> None:
    """The paragraph around a text is left out where there is only one."""
    assert render_inline(text) == html


def test_nesting_within_the_limit_is_rendered() -> None:
    """A handful of brackets is no reason to refuse a text."""
    text = "[" * (MAX_NESTING // 2) + "]" * (MAX_NESTING // 2)
    assert text in render(text).html
