"""Problems in SARIF, the form in which code hosts take the results of checks.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any
from urllib.parse import quote

from .. import catalogue
from ..errors import Problem, Problems, visible
from .source import Lines

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(problems: Problems, _pages: int | None = None) -> str:
    """One run with a result for each problem; columns count Unicode characters."""
    codes = sorted({problem.code for problem in problems})
    lines = Lines()
    results = [
        _result(one, codes.index(one.code), lines.at(one.location) or "") for one in problems
    ]
    run = {
        "tool": {"driver": {"name": "check", "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    data = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    """What a code means; where the check runs on GitHub, with the address of its page there."""
    if code not in catalogue.codes():
        return {"id": code}
    page = catalogue.page(code)
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": catalogue.meaning(code)},
        "help": {"text": page, "markdown": page},
    }
    server, repository, commit = (
        os.environ.get(f"GITHUB_{name}") for name in ("SERVER_URL", "REPOSITORY", "SHA")
    )
    if server and repository and commit:
        rule["helpUri"] = f"{server}/{repository}/blob/{commit}/docs/errors/{code}.md"
    return rule


def _result(problem: Problem, rule: int, line: str) -> dict[str, Any]:
    where = problem.location
    region = {"startLine": where.line or 1, "startColumn": where.column or 1}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": visible(f"{problem.message}. {problem.hint}".strip())},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(where.path)},
                    "region": region,
                }
            }
        ],
        "partialFingerprints": {"lineHash/v1": _fingerprint(problem, line)},
    }


def _fingerprint(problem: Problem, line: str) -> str:
    """The same for the same problem when lines above it come or go."""
    text = "\0".join((problem.code, problem.location.path, line.strip()))
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:16]
