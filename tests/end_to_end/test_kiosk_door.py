"""The kiosk as a person meets it: badge on the reader, fingers on the glass, words on screen, rows in the ledger."""

import pytest

from kiosk.devices.pty_reader import rdm6300_frame
from shared.demo_site import BADGES, PIN, UNKNOWN_BADGE
from shared.words import words_for


def test_a_badge_clocks_in_and_the_screen_says_what_the_ledger_holds(wall):
    wall.badge("2001")
    seen = wall.told(who="Guard 2001")
    (event,) = wall.events("2001")
    assert seen["what"].startswith("Clocked in")
    assert seen["icon"] == "in"
    assert event.receipt in seen["lines"][0]
    assert event.draft.kind == "clocked_in"


def test_a_choice_by_touch_clocks_out(wall):
    wall.put_on_duty("2002")
    wall.badge("2002")
    asked = wall.asked(who="Guard 2002")
    assert asked["choices"][:2] == ["Clock out", "Start break"]
    wall.touch("Clock out")
    assert wall.told(who="Guard 2002", what="Clocked out")["tone"] == "ok"
    assert wall.kinds("2002") == ["clocked_in", "clocked_out"]


def test_a_break_by_touch(wall):
    wall.put_on_duty("2003")
    wall.badge("2003")
    wall.asked(who="Guard 2003")
    wall.touch("Start break")
    wall.told(who="Guard 2003", what="Break started")
    assert wall.kinds("2003") == ["clocked_in", "break_started"]


def test_not_right_takes_back(wall):
    wall.badge("2004")
    wall.told(who="Guard 2004")
    wall.touch("Not right?")
    wall.asked(question="What is not right?")
    wall.touch("Take it back")
    wall.told(what="Taken back")
    assert wall.kinds("2004") == []
    assert wall.verified().intact


def test_i_was_clocking_out(wall):
    wall.badge("2005")
    wall.told(who="Guard 2005")
    wall.touch("I was clocking out")
    wall.told(who="Guard 2005", what="Clocked out")
    assert wall.kinds("2005") == ["clocked_out"]


def test_a_question_left_alone_is_an_open_tap(wall):
    wall.put_on_duty("2006")
    wall.badge("2006")
    wall.asked(who="Guard 2006")
    wall.told(who="Guard 2006", what="Not clocked out yet")
    assert [tap.employee for tap in wall.taps("open")] == ["2006"]


def test_the_next_badge_is_served_while_a_question_stands(wall):
    wall.put_on_duty("2007")
    wall.badge("2007")
    wall.asked(who="Guard 2007")
    wall.badge("2008")
    wall.told(who="Guard 2008", what="Clocked in")
    assert "2007" in [tap.employee for tap in wall.taps("open")]


def test_number_and_pin_by_touches_and_a_badge_in_between(wall):
    wall.at_rest()
    wall.touch("No badge")
    wall.touch(*"105")
    wall.badge("2009")
    wall.told(who="Guard 2009")
    wall.sees(screen="keypad", typed="105")
    wall.forget()
    wall.touch("3", "Next", *PIN, "Next")
    wall.told(who="Ana Ribeiro", what="Clocked in")
    assert wall.kinds("1053") == ["clocked_in"]
    assert wall.kinds("2009") == ["clocked_in"]


def test_an_unknown_badge_is_kept(wall):
    wall.tap(UNKNOWN_BADGE)
    wall.told(what="Badge not known", detail="Kept")
    assert [tap.reason for tap in wall.taps("claim")] == ["unknown_badge"]


@pytest.mark.parametrize(("number", "language"), [("1055", "fr"), ("1057", "da")])
def test_everybody_is_told_in_their_language(wall, number, language):
    sentence = words_for(language).say("Clocked in {time}", time="\0").split("\0")[0]
    assert sentence != "Clocked in "
    wall.tap(BADGES[number])
    seen = wall.told(what=sentence)
    assert words_for(language).say("Not right?") in seen["buttons"]


def test_noise_and_broken_frames_on_the_line_do_not_hide_the_badge_after_them(wall):
    wall.forget()
    broken = bytearray(rdm6300_frame("0F00002010"))
    broken[5] ^= 1
    wall.reader.tap(b"\xff\x00junk" + bytes(broken) + rdm6300_frame("0F00002011"))
    wall.told(who="Guard 2011", what="Clocked in")
    assert wall.kinds("2010") == []


def test_a_badge_left_on_the_reader_is_one_tap(wall):
    wall.badge("2012")
    for _ in range(5):
        wall.reader.tap(rdm6300_frame("0F00002012"))
    wall.told(who="Guard 2012")
    wall.badge("2013")
    wall.told(who="Guard 2013")
    assert wall.kinds("2012") == ["clocked_in"]
    assert wall.taps("repeat") == []


def test_ten_people_in_one_second_are_all_recorded(wall):
    crowd = [str(number) for number in range(2020, 2030)]
    for number in crowd:
        wall.badge(number)
    wall.told(who="Guard 2029")
    assert [wall.kinds(number) for number in crowd] == [["clocked_in"]] * 10


def test_an_unplugged_reader_is_told_and_works_again_when_it_is_back(wall):
    wall.forget()
    wall.reader.unplug()
    seen = wall.idle(notice="Badge reader not connected")
    assert "Reader not connected" in seen["statuses"]
    wall.forget()
    wall.reader.plug_in()
    assert "notice" not in wall.idle(statuses="'Reader'")
    assert wall.reader.wait_for_reader(10)
    wall.badge("2014")
    wall.told(who="Guard 2014", what="Clocked in")


def test_a_disk_that_takes_no_more_is_told_and_the_kiosk_recovers_by_itself(wall):
    give_space = wall.no_more_space()
    try:
        wall.badge("2015")
        seen = wall.sees(screen="cannot_record")
        assert "514 555 0100" in str(seen)
        assert "was not recorded" in str(seen)
        assert wall.kinds("2015") == []
        wall.idle(notice="This terminal cannot record")
    finally:
        give_space()
    wall.badge("2016")
    wall.told(who="Guard 2016", what="Clocked in")
    assert "notice" not in wall.idle()
    assert (wall.kinds("2015"), wall.kinds("2016")) == ([], ["clocked_in"])
    assert wall.verified().intact


def test_a_kiosk_told_to_stop_ends_by_itself_and_keeps_what_it_said(wall):
    # The last test of this module: the kiosk is gone after it, and comes back.
    wall.put_on_duty("2017")
    wall.badge("2017")
    wall.asked(who="Guard 2017")
    wall.part.process.terminate()
    assert wall.part.process.wait(10) == 0
    assert "2017" in [tap.employee for tap in wall.taps("open")]
    assert wall.verified().intact
    wall.again()
    wall.badge("2017")
    assert wall.asked(who="Guard 2017")["question"].startswith("You tapped at")
