"""The two sites of these tests, and a position that can be worked at each."""

from shared.domain.rules import Rules
from shared.domain.site import Site

ACCOUNT, GATE = 687, 382
SITE = Site("Harbour Tower", ACCOUNT, Rules())
DOCK = Site("Dock 4", 688, Rules())
POSITIONS = {ACCOUNT: GATE, DOCK.account_id: 390}
