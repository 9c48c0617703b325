"""Start-up: the environment, and what the tests need from outside Python. Nothing of the site."""
