"""Under which addresses the preview is reached."""

from __future__ import annotations

import pytest

from plugins.cms.serve.network import is_private, names_of, own_name, warning


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.20", False),
        ("desk.example", False),
    ],
)
def test_only_addresses_of_the_machine_itself_are_private(host: str, private: bool) -> None:
    """All others may be reached from the network, so they come with a warning."""
    assert is_private(host) is private


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("192.168.1.20", "192.168.1.20"),
        ("fe80::7", "[fe80::7]"),
    ],
)
def test_the_machine_itself_has_an_address_that_can_be_typed(host: str, own: str) -> None:
    """What stands for all addresses is none, and one of IPv6 has brackets."""
    assert own_name(host) == own


def test_one_address_is_named_as_it_was_given() -> None:
    """Others type what the preview was told to listen at."""
    assert names_of("fe80::7") == ["[fe80::7]"]
    assert not any(map(is_private, names_of("0.0.0.0")))


def test_the_warning_has_the_address_for_the_phone() -> None:
    """With the port; and it says so where the machine is in no network."""
    assert warning(["192.168.1.20", "10.0.0.7"], 8000).startswith(
        "On your phone, open http://192.168.1.20:8000 or http://10.0.0.7:8000. Careful: everybody"
    )
    assert warning([], 8000).startswith("This machine is in no network now. Careful:")
