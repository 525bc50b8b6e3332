"""From a settings file to a terminal put together."""

import time
from datetime import time as day_time
from datetime import timedelta

import pytest

from kiosk import device_wiring, night_light
from kiosk.devices.backlight import PanelLight
from kiosk.devices.fixed_position import NoPosition, SurveyedPosition
from kiosk.devices.gps import GpsdPosition
from kiosk.views import IdleView, OutcomeView
from kiosk.wiring import kivy_home, setting_of, terminal
from shared.clock import SystemClock
from shared.config import load_config
from shared.config.backlight import Backlight
from shared.demo_site import make_site
from shared.people_import import import_people
from shared.ports import BadgeRead
from shared.store import memory
from shared.store.database import Store
from shared.wiring import badge_keys_of
from tests.kiosk.devices.test_backlight import brightness, panel
from tests.kiosk.test_night_light import eventually


@pytest.fixture
def config(tmp_path):
    return load_config(make_site(tmp_path / "site", "http://127.0.0.1:9", kiosk="hours = 12\nchoice_s = 20").config)


def test_the_settings_reach_the_sentences(config):
    setting = setting_of(config)
    assert (setting.site, setting.terminal, setting.local.hours, setting.choice_s) == (
        "Harbour Tower",
        "Terminal 1",
        12,
        20,
    )
    assert (setting.phone_line, setting.supervisor_phone) == ("514 555 0100", "514 555 0199")
    assert kivy_home(config).parent == config.store.path.parent


def test_the_position_source_is_the_one_that_was_set(config):
    def with_source(source):
        return config.model_copy(update={"gps": config.gps.model_copy(update={"source": source})})

    kinds = [type(terminal(with_source(source)).position) for source in ("surveyed", "gpsd", "off")]
    assert kinds == [SurveyedPosition, GpsdPosition, NoPosition]


def test_a_terminal_without_a_port_has_no_reader(config):
    without = config.model_copy(update={"reader": config.reader.model_copy(update={"port": ""})})
    assert terminal(without).reader is None


@pytest.fixture
def running(config):
    """A terminal of the demo site without its reader; what it shows."""
    with Store.open(config.store.path) as store:
        import_people(store, config.people.source, badge_keys_of(config), SystemClock())
    built = terminal(config.model_copy(update={"reader": config.reader.model_copy(update={"port": ""})}))
    views = []
    built.start()
    built.presenter.start(lambda view, theme: views.append(view))
    yield built, views
    built.stop()


def _until(views, kind):
    give_up = time.monotonic() + 8
    while not any(isinstance(view, kind) for view in views):
        assert time.monotonic() < give_up, views
        time.sleep(0.01)
    return next(view for view in views if isinstance(view, kind))


def test_a_terminal_put_together_records_a_badge(config, running):
    built, views = running
    _until(views, IdleView)
    built.presenter.badge(BadgeRead("em4100", "", "0A1B2C3D4E", SystemClock().read()))
    told = _until(views, OutcomeView)
    assert told.what.startswith("Clocked in")
    assert told.who == "Ana Ribeiro"


def test_a_terminal_leaves_its_mark_beside_the_ledger(config, running):
    _until(running[1], IdleView)
    assert config.store.path.with_name("ledger.db.alive-Terminal 1").exists()


def _started_after_an_outage(config):
    """A terminal that was off for an hour was started, showed its idle screen, and was stopped again."""
    now = SystemClock().read().wall
    mark = config.store.path.with_name("ledger.db.alive-Terminal 1")
    mark.write_text((now - timedelta(hours=1)).isoformat(), encoding="ascii")
    built = terminal(config.model_copy(update={"reader": config.reader.model_copy(update={"port": ""})}))
    views = []
    built.start()
    built.presenter.start(lambda view, theme: views.append(view))
    _until(views, IdleView)
    built.stop()


def test_an_outage_found_at_the_start_makes_a_tap_ask(config):
    _started_after_an_outage(config)
    with Store.open(config.store.path) as store:
        assert len(store.execute("SELECT 1 FROM outages")) == 1


def test_whom_an_outage_touched_is_remembered_before_anything_is_downloaded(config):
    _started_after_an_outage(config)
    with Store.open(config.store.path) as store:
        (outage,) = store.execute("SELECT id FROM outages")[0]
        assert memory.meta(store, f"outage_touched:{outage}") == "[]"


def test_the_door_opens_though_that_could_not_be_remembered(config, monkeypatch):
    def broken(*_):
        raise ValueError("a rota of another world")

    monkeypatch.setattr("kiosk.wiring.keep_touched", broken)
    _started_after_an_outage(config)


def test_the_panel_is_dimmed_while_nobody_is_there_and_lit_for_who_comes(config, tmp_path, monkeypatch):
    light = panel(tmp_path / "backlight", "10-0045", 100, 100)
    monkeypatch.setattr(device_wiring, "PanelLight", lambda: PanelLight(tmp_path / "backlight"))
    monkeypatch.setattr(night_light, "LOOK_EVERY_S", 0.05)
    midnight = day_time(0)
    always = Backlight.model_construct(night_percent=20, from_hour=midnight, until_hour=midnight, lit_s=0.1)
    changed = {"backlight": always, "reader": config.reader.model_copy(update={"port": ""})}
    built = terminal(config.model_copy(update=changed))
    shown = []
    built.start()
    built.show_on(lambda view, theme: shown.append(view))
    try:
        assert eventually(lambda: brightness(light) == 20)
        built.presenter.badge(BadgeRead("em4100", "", "0A1B2C3D4E", SystemClock().read()))
        assert eventually(lambda: brightness(light) == 100)
        assert eventually(lambda: shown and isinstance(shown[-1], IdleView) and brightness(light) == 20)
    finally:
        built.stop()
    assert brightness(light) == 100
