"""Settings of the published site: the real address, and nothing that is still a draft."""

from __future__ import annotations

import os

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("SITEURL", "").rstrip("/")
FEED_DOMAIN = SITEURL
CMS_DRAFTS = False
