"""The commands: each does one job, says in plain words how it went, and returns an exit code.

0 is done, 1 is content that must be mended, 2 is a wrong use of the command, 3 is a
failure that is not the author's.
"""

from .checks import check
from .outcome import FAILED, OK, PROBLEMS, STOPPED, USAGE
from .renames import rename
from .site import build, deploy, publish, serve

__all__ = [
    "FAILED",
    "OK",
    "PROBLEMS",
    "STOPPED",
    "USAGE",
    "build",
    "check",
    "deploy",
    "publish",
    "rename",
    "serve",
]
