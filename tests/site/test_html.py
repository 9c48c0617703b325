"""The pages are valid HTML, by the checker of the standard's own authors."""

from __future__ import annotations

import json
import subprocess

from tests.conftest import ROOT, Project
from tools.java import find_java


def test_the_nu_html_checker_finds_no_error(published: Project) -> None:
    """Every page of the site passes the Nu HTML checker without an error or a warning."""
    pages = [str(path) for path in published.output.resolve().rglob("*.html")]
    assert len(pages) > 30
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(
        [find_java(), "-Xss4m", "-jar", str(jar), "--format", "json", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    found = [
        f"{message['url'].rpartition('/.output/')[2]}:{message.get('lastLine')}: "
        f"{message['message']}"
        for message in messages
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
    assert not found
