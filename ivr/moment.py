"""One webhook: the settings of the line, the call, where it stands, and all clocks read once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ivr.call import At, Call, CallState
from ivr.caller import caller_at
from ivr.line_site import LineSite
from ivr.prompts.setting import Setting
from ivr.reply import Then
from shared.clock import Reading
from shared.domain.caller import Caller
from shared.domain.clock_trust import Witness
from shared.domain.model import Person
from shared.gather import Surroundings
from shared.store import calls, people
from shared.store.database import Store
from shared.words import Words, words_for


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What the line is set to. `locales`: the voice of each language; `pin_digits` None: a PIN ends with `#`."""

    name: str
    sites: tuple[LineSite, ...]
    locales: Mapping[str, str]
    default_language: str = "en"
    languages: tuple[str, ...] = ("en",)
    pin_digits: int | None = None
    speech: bool = False
    key_timeout_s: int = 5
    longest_message_s: int = 120
    several_within: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """What is said next, and the state that waits for the answer. `then` only where it is no question for keys."""

    state: CallState
    sentences: tuple[str, ...]
    then: Then | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything an act may use besides the store."""

    settings: LineSettings
    call: Call
    state: CallState
    reading: Reading
    witnesses: tuple[Witness, ...] = ()
    asked_at: int = 0
    """When the words that the caller answers were rendered, in seconds since the epoch."""

    @property
    def words(self) -> Words:
        """The caller's language."""
        return words_for(self.state.language)

    @property
    def site(self) -> LineSite | None:
        """The site that the call is about, once it is known."""
        return self.site_named(self.state.site)

    @property
    def any_site(self) -> LineSite:
        """The call's site, or the first one: for what must be dated or kept before the site is known."""
        return self.site or self.settings.sites[0]

    def site_named(self, name: str) -> LineSite | None:
        """One of the line's sites."""
        return next((site for site in self.settings.sites if site.name == name), None)

    @property
    def setting(self) -> Setting:
        """What the sentences need."""
        return Setting(self.words, self.any_site.local, self.reading.wall, self.state.site)

    def setting_at(self, site_name: str) -> Setting:
        """The same with the local time of another site of the line: that is the time of what happened there."""
        site = self.site_named(site_name)
        return replace(self.setting, local=site.local) if site is not None else self.setting

    def at(self, at: At, **changes: object) -> CallState:
        """The state that waits at `at`: what was asked before is over, who calls and from where is not."""
        before = self.state
        kept: dict[str, Any] = {
            "step": before.step,
            "language": before.language,
            "site": before.site,
            "who": before.who,
            "chose_language": before.chose_language,
        }
        return CallState(at, **{**kept, **changes})

    def caller_for(self, store: Store, number: str, site: LineSite) -> Caller:
        """What the shown number means for an event of this employee at this site."""
        lately = calls.people_lately(store, self.call.caller, self.reading.wall - self.settings.several_within)
        elsewhere = [line for one in self.settings.sites if one is not site for line in one.landlines]
        own_phone = people.phone_of(store, number)
        people_lately = len(lately | {number})
        return caller_at(self.call.caller, self.call.verdict, own_phone, site.landlines, elsewhere, people_lately)

    def around(self, store: Store, person: Person, site: LineSite) -> Surroundings:
        """What the line knows besides the store: the clocks and the caller."""
        return Surroundings(
            self.reading, local_witnesses=self.witnesses, caller=self.caller_for(store, person.number, site)
        )

    def around_nobody(self, store: Store, number: str) -> Surroundings:
        """The same for a number that names nobody yet."""
        caller = self.caller_for(store, number, self.any_site)
        return Surroundings(self.reading, local_witnesses=self.witnesses, caller=caller)
