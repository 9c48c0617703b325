"""The subject of this site: dry needling, for a clinic."""
