"""The Pelican edge: the only part that knows Pelican."""

from __future__ import annotations


def connect() -> None:
    """Connect the edge's functions to Pelican's signals."""
    from pelican import signals  # here, since it matters how Pelican is loaded: see `light`

    from . import edge

    signals.initialized.connect(edge.apply_settings)
    signals.get_generators.connect(edge.load_site)
    signals.generator_init.connect(edge.share_environment)
    signals.all_generators_finalized.connect(edge.begin_pages)
    signals.feed_generated.connect(edge.complete_feed)
    signals.get_writer.connect(edge.writer)
    signals.article_generator_init.connect(edge.feed_articles)
    signals.page_generator_init.connect(edge.feed_pages)
