"""Settings of the published site: the real address, and nothing that is still a draft."""

from __future__ import annotations

import os

from pelicanconf import *  # noqa: F403

# The address of the site, without a slash at the end. `.example` counts as a placeholder.
SITEURL = os.environ.get("SITEURL", "https://www.clinic.example").rstrip("/")

FEED_DOMAIN = SITEURL
CMS_DRAFTS = False
CMS_INDEX = "now"
# Classes and properties of the theme are letters: a page is smaller by a thirtieth.
CMS_SHORT_NAMES = True
