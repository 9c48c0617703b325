"""One build, run as a program of its own: `python -m plugins.cms.serve.child SETTINGS`.

It prints how it went as JSON, and nothing else: `{"pages": 12}`, the problems as
`report.to_json` lists them, or `{"failure": "in plain words"}`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from ..console import explain, say
from ..errors import ContentErrors
from ..journal import recover
from ..report import to_json


def main(settings: Path) -> None:
    """Build, and hand over how it went."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # whatever else is printed must not get into the answer
        answer.write(_build(settings).encode("utf-8", "surrogatepass"))


def _build(settings: Path) -> str:
    try:
        from ..publish.build import build  # its faults are to be told, too

        for line in recover(settings.absolute().parent):
            say(line, error=True)
        return json.dumps({"pages": build(settings).pages})
    except ContentErrors as found:
        return to_json(found.problems)
    except Exception as error:
        return json.dumps({"failure": explain(error)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
