"""The one door to every job: `python3 tasks.py COMMAND` anywhere, `inv COMMAND` once set up."""

import os
import signal
import sys


def _stop_at_once(number, _frame):  # type: ignore[no-untyped-def]
    """End on Ctrl-C while nothing has begun that would have to be tidied up."""
    os.write(2, b"Stopped.\n")
    os._exit(128 + number)


if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop_at_once)

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one must be told
    sys.stderr.write(
        "This needs Python 3.11 or newer, and this is Python {}.{}. Install a newer one, then "
        "run it by its name: python3.11 tasks.py\n".format(*sys.version_info)
    )
    sys.exit(3)

# A command begins in half the time where its modules are kept compiled, which invoke and some
# machines tell Python not to do. Git does not see them.
sys.dont_write_bytecode = False

from tools.bootstrap import FAILED, ROOT, SetupFailure, enter

if __name__ == "__main__":
    enter()
    from tools.plain import run_plain

    run_plain(sys.argv[1:])

import shlex
import subprocess
from pathlib import Path

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task


@task(
    help={
        "settings": "The settings file.",
        "profile": "Build from nothing, and name the slowest pages, templates, filters and rules.",
    }
)
def build(context: Context, settings: str = "pelicanconf.py", profile: bool = False) -> None:
    """Build the site into `output/`."""
    _begin()
    from plugins.cms import commands

    _end(commands.build(settings, profile))


@task(
    help={
        "port": "The port on this machine.",
        "host": "Show it to others in your network, too: 0.0.0.0, or one address of this machine.",
    }
)
def serve(context: Context, port: int = 8000, host: str = "") -> None:
    """Show the site while you write, on http://127.0.0.1:8000."""
    _begin()
    from plugins.cms import commands

    _end(commands.serve(port, host=host))


@task(
    help={
        "format": "How to list the problems: text, json, github or sarif.",
        "only": "List only these problems, by their codes with commas between them.",
        "skip": "List all but these problems.",
        "fix": "First mend what has one safe mend, such as spaces at line ends.",
        "external": "Look at the links to other sites, too, over the network.",
    }
)
def check(
    context: Context,
    format: str = "text",
    only: str = "",
    skip: str = "",
    fix: bool = False,
    external: bool = False,
) -> None:
    """Look for every problem in the content and on the pages."""
    _begin()
    from plugins.cms import commands

    _end(commands.check(format, only, skip, fix, external))


@task(positional=["code"], help={"code": "The code of a problem. Left out, all are listed."})
def explain(context: Context, code: str | None = None) -> None:
    """Explain a problem that the check has named."""
    _begin()
    from plugins.cms import commands

    _end(commands.explain(code or ""))


@task(
    help={
        "format": "How to show it: text or json.",
        "turned-since": "Only list the files whose pages have appeared or gone by the clock after "
        "this moment: 2026-12-01T08:00:00Z.",
    }
)
def status(context: Context, format: str = "text", turned_since: str = "") -> None:
    """Show what is drafted, waiting, scheduled, expiring and due for review."""
    _begin()
    from plugins.cms import commands

    _end(commands.status(format, turned_since))


@task(
    help={
        "against": "The version to compare with: a branch, a tag or a commit, such as `main`.",
        "format": "How to show it: text, json or markdown (for a comment on a pull request).",
    }
)
def changes(context: Context, against: str = "HEAD", format: str = "text") -> None:
    """Show what would change on the site since a version, by building both."""
    _begin()
    from plugins.cms import commands

    _end(commands.changes(against, format))


@task(
    positional=["kind", "title"],
    help={
        "kind": "What it is: condition, post, page and so on. Left out, you are asked.",
        "title": "Its title, in quotation marks. Left out, you are asked.",
        "slug": "Its part of the web address, if not made from the title: first-visit.",
        "lang": "Its language, if it is not that of the site: es.",
    },
)
def new(
    context: Context,
    kind: str | None = None,
    title: str | None = None,
    slug: str = "",
    lang: str = "",
) -> None:
    """Begin an entry: a file with every field explained."""
    _begin()
    from plugins.cms import commands

    _end(commands.new(kind or "", title or "", slug, lang))


@task(
    name="import",
    positional=["file"],
    help={
        "file": "The Word document (.docx), web page (.html) or Markdown file (.md).",
        "kind": "What it is to become: condition, post, page and so on. Left out, you are asked.",
        "title": "Its title, in quotation marks, if not the one that the document has.",
        "slug": "Its part of the web address, if not made from the title: first-visit.",
    },
)
def import_(context: Context, file: str, kind: str = "", title: str = "", slug: str = "") -> None:
    """Make a draft from a Word document, a web page or a text file."""
    here = Path.cwd()  # the file is named from where the person stands
    _begin()
    from plugins.cms import commands

    _end(commands.bring_in(str(here / Path(file).expanduser()), kind, title, slug))


@task(
    positional=["kind", "old", "new"],
    help={
        "kind": "What it is, such as `condition` or `post`; `reference` for a source.",
        "old": "Its name now: that of its file without `.md`, or the key of the source.",
        "new": "Its new name: small letters, digits and hyphens.",
        "dry-run": "Only show what would change.",
    },
)
def rename(context: Context, kind: str, old: str, new: str, dry_run: bool = False) -> None:
    """Give an entry a new name, with a redirect, and change all that leads to it."""
    _begin()
    from plugins.cms import commands

    _end(commands.rename(kind, old, new, dry_run))


_PLACEHOLDERS = "Go on although details of the clinic are placeholders; marks every page."


@task(help={"allow-placeholders": _PLACEHOLDERS})
def publish(context: Context, allow_placeholders: bool = False) -> None:
    """Build the site as readers get it, checked."""
    _begin()
    from plugins.cms import commands

    _end(commands.publish(allow_placeholders))


@task(
    help={
        "target": "`branch`, `branch:NAME` or `folder:/path/to/the/web/folder`.",
        "allow-placeholders": _PLACEHOLDERS,
    }
)
def deploy(context: Context, target: str, allow_placeholders: bool = False) -> None:
    """Publish, then put the site where readers find it."""
    _begin()
    from plugins.cms import commands

    _end(commands.deploy(target, allow_placeholders))


@task
def ledger(context: Context) -> None:
    """Publish, and note all addresses as live; `deploy` does it itself."""
    _begin()
    from plugins.cms import commands

    _end(commands.ledger())


@task(help={"check": "Write nothing; say what is out of step."})
def generate(context: Context, check: bool = False) -> None:
    """Write `schemas/` and docs/content-model.md anew from the content model (for developers)."""
    _begin()
    from plugins.cms import commands

    _end(commands.generate(check))


@task(help={"check": "Write nothing; say what is out of step or not translated."})
def words(context: Context, check: bool = False) -> None:
    """Bring the catalogs of other languages in step with the theme (for developers)."""
    _begin()
    from tools.words import renew

    _end(renew(check=check))


@task(help={"args": 'More arguments for pytest, as one text: --args "-k links -x".'})
def test(context: Context, args: str = "") -> None:
    """Run the tests (for developers)."""
    _begin(development=True)
    _use_own_node()
    from tools.browser import find_browser
    from tools.java import find_java
    from tools.node import install_packages

    try:
        install_packages()
        find_java()
        os.environ["CHROMIUM"] = find_browser()
    except SetupFailure as failure:
        raise Exit(str(failure), FAILED) from None
    _end(_python("-m", "pytest", "-n", "2", "--dist", "loadgroup", *shlex.split(args)))


@task
def lint(context: Context) -> None:
    """Check the code's form, types and layers (for developers)."""
    _begin(development=True)
    steps = (
        ("-m", "ruff", "check"),
        ("-m", "ruff", "format", "--check"),
        ("-m", "mypy"),
        (str(Path(sys.executable).with_name("lint-imports")),),
    )
    codes = [_python(*step) for step in steps]
    _end(int(any(codes)))


@task(
    positional=[],
    iterable=["entries"],
    help={
        "entries": "How many entries the sites have; several numbers with commas: 1000,10000.",
        "rounds": "How often each build is timed.",
        "only": "Who takes part, with commas: ours, hugo, eleventy, pelican.",
        "scenarios": "What is measured, with commas: cold, nothing, body, title, preview, grow.",
        "write": "Also write bench/RESULTS.md and results.json, and add to history.jsonl.",
    },
)
def bench(
    context: Context,
    entries: list[str],
    rounds: int = 5,
    only: str = "",
    scenarios: str = "",
    write: bool = False,
) -> None:
    """Measure the build beside Hugo, Eleventy and stock Pelican (for developers)."""
    _begin(development=True)
    from bench.run import bench as measure

    _end(measure(entries, rounds, only, scenarios, write))


@task(
    help={
        "pages": "Only these, with commas: /safety/,/blog/. Left out, one of each type.",
        "widths": "Only these, in pixels, with commas: 320,768,1280,1920.",
        "views": "Only these, with commas: light, dark, print, contrast, large, rtl.",
    }
)
def screenshots(context: Context, pages: str = "", widths: str = "", views: str = "") -> None:
    """Take pictures of the pages to look through, into `.screenshots/` (for developers)."""
    _begin(development=True)
    _use_own_node()
    from tools.looking import take_screenshots

    _end(take_screenshots(pages, widths, views))


@task
def lighthouse(context: Context) -> None:
    """Ask Lighthouse what it makes of each type of page (for developers)."""
    _begin(development=True)
    from tools.looking import ask_lighthouse

    _end(ask_lighthouse())


@task(
    positional=[],
    help={
        "only": "Who takes part, with commas: ours, reflex, plumage, engineering, nhs.",
        "write": "Also write bench/THEMES.md.",
    },
)
def compare_themes(context: Context, only: str = "", write: bool = False) -> None:
    """Measure the theme beside others on the same text (for developers)."""
    _begin(development=True)
    _use_own_node()
    from bench.themes.run import compare

    _end(compare(only, write))


@task(help={"upgrade": "Take the newest versions that pyproject.toml admits."})
def lock(context: Context, upgrade: bool = False) -> None:
    """Renew the lock files from pyproject.toml and package.json (for developers)."""
    _begin(development=True)
    from tools.locks import renew

    _end(renew(upgrade=upgrade))


def _begin(*, development: bool = False) -> None:
    from tools.plain import collect_less

    enter(development=development)
    collect_less()
    os.chdir(ROOT)


def _use_own_node() -> None:
    """Spare Playwright its own Node.js, which needs a library that a bare machine lacks."""
    from tools.node import find_node

    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", find_node())


def _python(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], check=False).returncode


def _end(code: int) -> None:
    if code:
        raise Exit(code=code)


if __name__ == "__main__":
    from tools.door import Door

    Door(namespace=Collection.from_module(sys.modules[__name__])).run()
