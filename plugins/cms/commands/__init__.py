"""The commands: each does one job, says in plain words how it went, and returns an exit code.

0 is done, 1 is content that must be mended, 2 is a wrong use of the command, 3 is a
failure that is not the author's, and 130 is Ctrl-C.
"""

from .checks import check, explain
from .generating import generate
from .importing import bring_in
from .outcome import FAILED, OK, PROBLEMS, STOPPED, USAGE
from .planning import changes, status
from .renames import rename
from .site import build, deploy, ledger, publish, serve
from .writing import new

__all__ = [
    "FAILED",
    "OK",
    "PROBLEMS",
    "STOPPED",
    "USAGE",
    "bring_in",
    "build",
    "changes",
    "check",
    "deploy",
    "explain",
    "generate",
    "ledger",
    "new",
    "publish",
    "rename",
    "serve",
    "status",
]
