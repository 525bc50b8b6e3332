"""The desk on the web: differences decided in bulk or one by one, and what a caller said."""

from shared.domain.delivery import RowState
from shared.domain.tap import Choice
from shared.store import desk, outbox, voice_messages
from shared.store.desk import DeskItem, DeskKind
from tests.kiosk.board.site import MONA, NILS, Browser, House
from tests.kiosk.board.test_desk import ACT, asked
from tests.shared.store.gate import ANA, BEN, SITE, TRACKTIK

SOUND = b"ID3 not really a song"


def differences(house: House) -> str:
    """Upstream has other times for Ana and for Ben; the key of the group."""
    for one in (ANA, BEN):
        event = house.gate.tap(one, Choice.CLOCK_IN).events[0]
        facts = {"ours": house.gate.now.isoformat(), "theirs": "2026-03-02T06:15:00+00:00"}
        with house.store.writing():
            outbox.change(house.store, event.event_id, TRACKTIK, house.gate.now, state=RowState.DELIVERED)
            desk.put(
                house.store,
                DeskKind.TIME_DIFFERS,
                event.event_id,
                house.gate.now,
                employee=one.number,
                site=SITE,
                grouped_by="2026-03-02T06",
                facts=facts,
            )
    return f"group:{DeskKind.TIME_DIFFERS}:{SITE}:2026-03-02T06"


def is_ana(item: DeskItem) -> bool:
    return item.employee == ANA.number


def waiting(house: House) -> list[str]:
    return sorted(item.employee for item in desk.of_kinds(house.store, (DeskKind.TIME_DIFFERS,), [SITE]))


def fields(browser: Browser, key: str) -> dict[str, str]:
    return {**asked(browser, "as_it_is", key=key), "because": "agreed"}


def test_a_group_is_decided_in_bulk_unless_somebody_is_taken_out(house: House) -> None:
    key = differences(house)
    browser = house.signed_in()
    form = browser.get(f"{ACT}?act=as_it_is&key={key}").text
    assert form.count('type="checkbox"') == form.count('value="1" checked') == 2
    assert "Ana Ribeiro: Here 07:00, upstream 07:15" in form
    told = fields(browser, key)
    ana = next(item.item_id for item in desk.of_kinds(house.store, (DeskKind.TIME_DIFFERS,), [SITE]) if is_ana(item))
    told.pop(f"part.{ana}")
    shown = browser.post(ACT, {**told, "step": "check"})
    assert shown.text.count('name="part.') == 1
    browser.post(ACT, {**browser.fields(), "step": "do"})
    assert waiting(house) == [ANA.number]


def test_all_of_a_group_are_decided_where_nobody_is_taken_out_and_none_is_a_mistake(house: House) -> None:
    key = differences(house)
    browser = house.signed_in()
    told = fields(browser, key)
    nobody = {name: value for name, value in told.items() if not name.startswith("part.")}
    assert "Choose at least one" in browser.post(ACT, {**nobody, "step": "do"}).text
    assert waiting(house) == [ANA.number, BEN.number]
    browser.post(ACT, {**told, "step": "do"})
    assert waiting(house) == []


def spoken(house: House, recording: str, site: str, *, audio: bool = True) -> str:
    with house.store.writing():
        voice_messages.keep(
            house.store, recording, call="CA1", called_at=house.gate.now, now=house.gate.now, site=site, duration_s=7
        )
        if audio:
            voice_messages.put_audio(house.store, recording, SOUND, house.gate.now)
    return f"voice:{recording}"


def test_what_a_caller_said_can_be_heard_by_their_supervisor_while_it_waits(house: House) -> None:
    key = spoken(house, "RE1", SITE)
    mona, nils = house.signed_in(MONA), house.signed_in(NILS)
    assert "<audio" in mona.get(f"/sites/687/desk/entry?key={key}").text
    heard = mona.get(f"/sites/687/desk/sound?key={key}")
    assert (heard.content, heard.headers["content-type"]) == (SOUND, "audio/mpeg")
    assert heard.headers["cache-control"] == "no-store"
    assert nils.get(f"/sites/688/desk/sound?key={key}").status_code == 404
    mona.post(ACT, {**asked(mona, "heard", key=key), "came_of": "nothing", "step": "do"})
    assert mona.get(f"/sites/687/desk/sound?key={key}").status_code == 404


def test_a_message_without_a_sound_has_no_player(house: House) -> None:
    key = spoken(house, "RE2", SITE, audio=False)
    browser = house.signed_in()
    assert "<audio" not in browser.get(f"/sites/687/desk/entry?key={key}").text
    assert browser.get(f"/sites/687/desk/sound?key={key}").status_code == 404
    assert browser.get("/sites/687/desk/sound?key=tap:x").status_code == 404
