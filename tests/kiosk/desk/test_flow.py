"""The desk's table: every screen has a way out, and every move is somebody's."""

import pytest

from kiosk.desk.flow import TABLE, Move, move_of
from kiosk.desk.views import VIEWS
from kiosk.desk_state import Stand
from kiosk.views import Act


def test_every_screen_stands_in_the_table_and_has_a_view():
    assert set(TABLE) == set(Stand) == set(VIEWS)


@pytest.mark.parametrize("stand", Stand)
def test_every_screen_has_a_way_back_a_way_out_and_can_be_kept(stand):
    assert move_of(stand, Act.BACK) is not None
    assert move_of(stand, Act.CLOSE) is Move.LEAVE
    assert move_of(stand, Act.STAY) is Move.STAY


def test_every_move_is_reached_by_some_touch():
    assert {move_of(stand, act) for stand in Stand for act in Act} - {None} == set(Move)


def test_only_a_confirmation_does_anything():
    assert {stand for stand in Stand for act in Act if move_of(stand, act) is Move.DO} == {Stand.CONFIRM}


@pytest.mark.parametrize("stand", [Stand.LIST, Stand.CARD, Stand.CONFIRM, Stand.BADGE])
def test_keys_mean_nothing_where_there_are_none(stand):
    assert move_of(stand, Act.KEY) is None
    assert move_of(stand, Act.NEXT) is None


def test_the_badge_prompt_is_answered_by_no_touch():
    assert move_of(Stand.BADGE, Act.PICK) is None
