"""The one door to every job: `python3 tasks.py COMMAND` anywhere, `inv COMMAND` once set up."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one must be told
    sys.stderr.write(
        "This needs Python 3.11 or newer, and this is Python {}.{}. Install a newer one, then "
        "run it by its name: python3.11 tasks.py\n".format(*sys.version_info)
    )
    sys.exit(3)

from tools.bootstrap import FAILED, ROOT, SetupFailure, enter

if __name__ == "__main__":
    enter()

import os
import shlex
import subprocess
from pathlib import Path

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task


@task(help={"settings": "The settings file."})
def build(context: Context, settings: str = "pelicanconf.py") -> None:
    """Build the site into `output/`."""
    _begin()
    from plugins.cms import commands

    _end(commands.build(settings))


@task(help={"port": "The port on this machine."})
def serve(context: Context, port: int = 8000) -> None:
    """Show the site while you write, on http://127.0.0.1:8000."""
    _begin()
    from plugins.cms import commands

    _end(commands.serve(port))


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


@task(help={"args": 'More arguments for pytest, as one text: --args "-k links -x".'})
def test(context: Context, args: str = "") -> None:
    """Run the tests (for developers)."""
    _begin(development=True)
    from tools.browser import find_browser
    from tools.java import find_java
    from tools.node import find_node, install_packages

    # Playwright's own Node.js needs a library that a bare machine lacks.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", find_node())
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


@task(help={"upgrade": "Take the newest versions that pyproject.toml admits."})
def lock(context: Context, upgrade: bool = False) -> None:
    """Renew the lock files from pyproject.toml and package.json (for developers)."""
    _begin(development=True)
    from tools.locks import renew

    _end(renew(upgrade=upgrade))


def _begin(*, development: bool = False) -> None:
    enter(development=development)
    os.chdir(ROOT)


def _python(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], check=False).returncode


def _end(code: int) -> None:
    if code:
        raise Exit(code=code)


if __name__ == "__main__":
    from tools.door import Door

    Door(namespace=Collection.from_module(sys.modules[__name__])).run()
