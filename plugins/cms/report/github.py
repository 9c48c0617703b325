"""Problems as annotations of GitHub.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from ..errors import Problem, Problems, visible


def to_github(problems: Problems, _pages: int | None = None) -> str:
    """One line for each problem, which GitHub shows beside the line of a pull request."""
    return "\n".join(map(_annotation, problems))


def _annotation(problem: Problem) -> str:
    where = problem.location
    return (
        f"::{problem.severity} file={_property(where.path)},line={where.line or 1},"
        f"col={where.column or 1},title={_property(problem.code)}::"
        f"{_data(f'{problem.message} {problem.hint}'.strip())}"
    )


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
