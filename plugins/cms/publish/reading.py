"""What the settings of a build name: its subject, its content, and the site that is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..clock import now
from ..collection import Subject
from ..errors import ContentErrors, Problem, Problems
from ..journal import undisturbed
from ..known import KnownEntries
from ..linking import link, linked
from ..loader import Content, load
from ..rules import site_problems
from ..rules.links import to_own_address
from ..rules.quiet import Quiet
from ..rules.severity import weigh
from ..rules.waivers import waive
from ..site import Site
from ..tracing import reads
from .contents import without_address
from .part import Part


def subject_of(settings: Any) -> Subject:
    """The subject that the setting CMS_SUBJECT names: a module with a SUBJECT in it."""
    subject: Subject = import_module(settings["CMS_SUBJECT"]).SUBJECT
    return subject


def lists_of(settings: Any) -> tuple[str, ...]:
    """The addresses of the pages that Pelican makes by itself, such as `/blog/`."""
    files = (settings.get(f"{name.upper()}_SAVE_AS") for name in settings["DIRECT_TEMPLATES"])
    return tuple(f"/{file.removesuffix('index.html')}" for file in files if file)


def content_of(settings: Any) -> Content:
    """All that authors wrote, read while no change of several files is halfway."""
    folder = Path(settings["PATH"]).absolute()
    part: Part | None = settings.get("CMS_PART")
    known, only = (part.known, part.entries) if part else (known_entries(settings), None)
    with undisturbed(folder.parent):
        content = load(folder, subject_of(settings), folder.parent, known=known, only=only)
    if known and not part:
        known.save(content.entries)
        settings["CMS_KNOWN"] = known.state
    return content


def known_entries(settings: Any) -> KnownEntries | None:
    """The entries of former builds; None where nothing is built."""
    program = settings.get("CMS_PROGRAM")
    if program is None:
        return None
    return KnownEntries(Path(settings["CMS_CACHE"]) / f"entries/{program}.log", program)


def part_of_site(settings: Any) -> tuple[Site, Problems]:
    """As much of the site as the setting CMS_PART names; what is wrong with files, but no more."""
    content = content_of(settings)
    moment, drafts = now(settings["TIMEZONE"]), settings["CMS_DRAFTS"]
    return linked(content, subject_of(settings), moment, drafts), content.problems


def read_site(settings: Any) -> tuple[Site, Problems]:
    """The site that the settings name, and all that is wrong with it.

    With the setting CMS_CHECK, entries that cannot be shown are left out, so that the rest
    can be built and looked at. Raises ContentErrors where that cannot be, either.
    """
    subject, content = subject_of(settings), content_of(settings)
    settings["CMS_PARSED"] = content.parsed
    moment, drafts = now(settings["TIMEZONE"]), settings["CMS_DRAFTS"]
    site, found = link(content, subject, moment, drafts)
    problems = [*found, *without_address(site, settings)]
    if is_real(settings["CMS_OWN_ADDRESS"]):
        for entry in site.written:
            problems += to_own_address(entry, site, settings["CMS_OWN_ADDRESS"])
    faults = [one for one in problems if one.severity == "error"]
    problems += _of_rules(site, settings)
    if site.has_settings:  # else a waiver of one of the subject's rules would seem needless
        problems = waive(site, problems)
    weighed = weigh(site, problems, settings["CMS_SEVERITY"])
    every = tuple(sorted(set(weighed)))
    if settings["CMS_CHECK"] and faults:
        lacks_files = any(one.code == "missing-file" for one in problems)
        if content.library is None or lacks_files or not site.has_settings:
            raise ContentErrors(every)
        site = linked(content.without(faults), subject, moment, drafts)
    return site, every


def _of_rules(site: Site, settings: Any) -> Iterator[Problem]:
    """What all rules say of the content."""
    settings["CMS_QUIET"] = quiet = quiet_entries(settings)
    for problems in quiet.problems(site):
        yield from problems
    settings["CMS_JUDGED"] = quiet.judged
    with reads() as settings["CMS_SITE_RULES_READ"]:
        yield from site_problems(site)


def quiet_entries(settings: Any) -> Quiet:
    """The entries of which former builds knew that no rule has anything to say."""
    program = settings["CMS_PROGRAM"]
    return Quiet(Path(settings["CMS_CACHE"]) / f"rules/{program}.json", program)


def is_real(address: str) -> bool:
    """Whether the address of the site is not made up (RFC 2606: `.example`)."""
    host = urlsplit(address).hostname or ".example"
    return not host.endswith(".example")
