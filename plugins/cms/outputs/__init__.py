"""Pure functions from a Site to files: {path below the output folder: bytes}."""
