"""A ledger delivers where it was made for, and nowhere else."""

import pytest

from shared.store import binding
from shared.store.database import Store
from shared.store.errors import CannotOpen

FACTS = {"account": "687", "tracktik": "https://smoke.example/rest/v1"}


def test_a_new_ledger_takes_what_the_settings_say_and_keeps_to_it(store: Store) -> None:
    binding.bind(store, FACTS)
    with store.another() as later:
        binding.bind(later, FACTS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"account": "688"}, "account 687, the settings say 688"),
        ({"tracktik": "https://live.example/rest/v1"}, "tracktik https://smoke.example/rest/v1, the settings say"),
    ],
    ids=["another account", "another address"],
)
def test_a_ledger_of_others_is_refused_by_name(store: Store, changed: dict[str, str], said: str) -> None:
    binding.bind(store, FACTS)
    with pytest.raises(CannotOpen, match=said):
        binding.bind(store, {**FACTS, **changed})
    binding.bind(store, FACTS)


def test_a_refused_binding_binds_nothing_else(store: Store) -> None:
    binding.bind(store, {"account": "687"})
    with pytest.raises(CannotOpen):
        binding.bind(store, {"tracktik": "https://wrong.example", "account": "688"})
    binding.bind(store, FACTS)


def test_an_upstream_that_comes_later_is_added(store: Store) -> None:
    binding.bind(store, {"account": "687"})
    binding.bind(store, FACTS)
    with pytest.raises(CannotOpen, match="tracktik"):
        binding.bind(store, {"tracktik": "https://elsewhere.example"})
