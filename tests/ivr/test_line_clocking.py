"""probe"""
from dataclasses import replace
from shared.domain.model import Presence, PresenceState
from shared.store import presence
from tests.ivr.cast import *
from tests.ivr.phone_line import PhoneLine
POS=((1,687,"Gate"),(2,687,"Patrol"),(3,688,"Crane"))
def show(t): print("\n".join(t.lines())); print("-----")

def test_probe(line: PhoneLine) -> None:
    line.rota(positions=POS)
    show(line.call(f"1054 {PIN} 1 -", called=DOCKS_CALLED))
    line.clock.advance(hours=1)
    show(line.call(f"1054 {PIN} 1 1 1 !", faults=True))
    print(line.kinds("1054"))
    show(line.call(f"1053 {PIN} 0 1", faults=True))
    show(line.call(f"1053 {PIN} 1 2 0 2", faults=True))
    line.clock.advance(hours=20)
    with line.store.writing():
        s=presence.of(line.store,"1053")
        presence.put(line.store,"1053",replace(s,presence=Presence(PresenceState.WORKING,since=line.clock.wall,site=TOWER,account_id=687,work_session="elsewhere",upstream_session=9)))
    show(line.call(f"1053 {PIN} 1", faults=True))
    assert 0
