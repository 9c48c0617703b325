"""Files for those who look behind the pages: who made the site, and whom to tell of a hole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from plugins.cms.site import Site

from .models import Person

_FOR = dt.timedelta(days=180)
"""How long the contact holds without a new build; a year is the most that is advised."""


def humans_txt(site: Site) -> Mapping[str, bytes]:
    """`humans.txt`: everybody who has a page as somebody who works on the site."""
    lines = [
        f"{person.title}: {person.data.role}\n"
        for person in site.all("person")
        if isinstance(person.data, Person)
    ]
    return {"humans.txt": "".join(["/* TEAM */\n", *lines]).encode()} if lines else {}


def security_txt(site: Site) -> Mapping[str, bytes]:
    """`security.txt`: the clinic's email address, once there is a real one (RFC 9116)."""
    email = site.data.clinic.email
    if email.missing:
        return {}
    expires = dt.datetime.combine(site.today + _FOR, dt.time(), dt.UTC)
    text = f"Contact: mailto:{email}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
    return {".well-known/security.txt": text.encode()}
