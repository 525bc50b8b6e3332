"""A ledger delivers where it was made for, and nowhere else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.store import binding, memory
from shared.store.database import Store
from shared.store.errors import CannotOpen

TOWER, DOCK, FERRY = 687, 688, 689
SMOKE = {"tracktik": "https://smoke.example/rest/v1"}


def test_a_new_ledger_takes_what_the_settings_say_and_keeps_to_it(store: Store) -> None:
    binding.bind(store, [TOWER], SMOKE)
    with store.another() as later:
        binding.bind(later, [TOWER], SMOKE)


@pytest.mark.parametrize(
    ("accounts", "urls", "said"),
    [
        ([DOCK], SMOKE, "account 687, the settings say 688"),
        ([DOCK, FERRY], SMOKE, "account 687, the settings say 688 and 689"),
        ([TOWER], {"tracktik": "https://live.example/rest/v1"}, "tracktik https://smoke.example/rest/v1, the settings"),
    ],
    ids=["another account", "other accounts", "another address"],
)
def test_a_ledger_of_others_is_refused_by_name(
    store: Store, accounts: list[int], urls: dict[str, str], said: str
) -> None:
    binding.bind(store, [TOWER], SMOKE)
    with pytest.raises(CannotOpen, match=said):
        binding.bind(store, accounts, urls)
    binding.bind(store, [TOWER], SMOKE)


@pytest.mark.parametrize(
    ("accounts", "urls"),
    [([DOCK], {"tracktik": "https://wrong.example"}), ([TOWER, DOCK], {"tracktik": "https://wrong.example"})],
    ids=["another account", "one account more"],
)
def test_a_refused_binding_binds_nothing_else(store: Store, accounts: list[int], urls: dict[str, str]) -> None:
    binding.bind(store, [TOWER], SMOKE)
    with pytest.raises(CannotOpen):
        binding.bind(store, accounts, {"another": "https://another.example", **urls})
    assert memory.meta(store, "bound_another") is None
    with pytest.raises(CannotOpen, match="account 687, the settings say 688"):
        binding.bind(store, [DOCK], SMOKE)


def test_an_upstream_that_comes_later_is_added(store: Store) -> None:
    binding.bind(store, [TOWER], {})
    binding.bind(store, [TOWER], SMOKE)
    with pytest.raises(CannotOpen, match="tracktik"):
        binding.bind(store, [TOWER], {"tracktik": "https://elsewhere.example"})


def test_the_settings_of_a_wall_terminal_and_of_a_phone_line_share_a_ledger_in_either_order(store: Store) -> None:
    for accounts in ([TOWER], [TOWER, DOCK], [TOWER], [DOCK], [DOCK, FERRY]):
        binding.bind(store, accounts, SMOKE)
    with pytest.raises(CannotOpen, match="account 687 or 688 or 689, the settings say 700"):
        binding.bind(store, [700], SMOKE)


def test_a_ledger_that_was_bound_before_there_were_several_sites_opens_and_takes_in_more(store: Store) -> None:
    memory.set_meta(store, "bound_account", "687")
    binding.bind(store, [TOWER], SMOKE)
    assert memory.meta(store, "bound_account") == "687"
    binding.bind(store, [DOCK, TOWER], SMOKE)
    binding.bind(store, [DOCK], SMOKE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(st.integers(1, 9), min_size=1, max_size=3), min_size=1, max_size=8))
def test_a_ledger_knows_every_account_it_was_opened_for_and_opens_for_no_others(
    store: Store, told: list[set[int]]
) -> None:
    store.execute("DELETE FROM meta WHERE name = 'bound_account'")
    known: set[int] = set()
    for accounts in told:
        if known and not known & accounts:
            with pytest.raises(CannotOpen):
                binding.bind(store, accounts, {})
        else:
            binding.bind(store, accounts, {})
            known |= accounts
        assert set(map(int, (memory.meta(store, "bound_account") or "").split())) == known
