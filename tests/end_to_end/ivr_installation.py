"""A phone line as a process, the people who call it, and what they were told."""

import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from ivr.phone.faults import NoDocument
from ivr.phone.hands import Question
from ivr.phone.presses import HangUp, Keys, Press
from ivr.phone.settings import Settings
from ivr.phone.signing import TokenSigner
from ivr.phone.telephone import Telephone
from ivr.phone.transcript import Transcript
from ivr.phone.twiml_reader import read_answer
from ivr.phone.verbs import Gather, Say
from ivr.phone.webhooks import Webhooks
from kiosk.demo.processes import Part, clockpost, until
from shared.clock import SystemClock
from shared.config import Config, load_config
from shared.demo_site import DemoSite, make_site
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.people_import import import_people
from shared.store import ledger, presence
from shared.store.database import Store
from shared.verify import verify
from shared.wiring import badge_keys_of, open_ledger

NOBODY_THERE: Final = "http://127.0.0.1:9"
PIN: Final = "2580"
CHEAP_HASH: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)
"""As cheap as argon2 allows: what a hash costs is no subject here."""
SUPERVISOR: Final = "1900"
EN = 'languages = ["en"]'
_SAID: Final = {
    "Clocked in": Kind.CLOCKED_IN,
    "Clocked out": Kind.CLOCKED_OUT,
    "Already clocked out": Kind.CLOCKED_OUT,
    "Break started": Kind.BREAK_STARTED,
    "Break ended": Kind.BREAK_ENDED,
    "Position changed": Kind.CLOCKED_IN,
}
_TOLD: Final = re.compile(
    rf"({'|'.join(_SAID)})(?:,| (at|since)) [^.:\d]*(\d+):(\d\d)(?: [^.]*)?\. Receipt (\d) (\d) (\d) (\d)\."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller heard of one event: `minute` is the site's local hour and minute."""

    kind: Kind
    minute: tuple[int, int]
    receipt: str

    def fits(self, event: ClockEvent, zone: ZoneInfo) -> bool:
        """Is it this event that was told?"""
        at = event.draft.at.astimezone(zone)
        return (self.kind, self.minute, self.receipt) == (event.draft.kind, (at.hour, at.minute), event.receipt)


def told_in(sentences: Iterable[str]) -> list[Told]:
    """Every event that these sentences tell with its receipt, in their order."""
    found = [match.groups() for sentence in sentences for match in _TOLD.finditer(sentence)]
    return [Told(_SAID[what], (int(hour), int(minute)), "".join(code)) for what, _, hour, minute, *code in found]


@dataclass
class Listening:
    """A caller who listens: gives number and PIN, presses `key` at the menu, and hangs up after the outcome.

    `unless`: heard before the menu, it says that nothing need be pressed. `before_key` is done just before.
    """

    number: str
    key: str
    unless: str = "\n"
    before_key: Callable[[], object] = lambda: None
    chose: bool = False
    was_so: bool = False

    def while_heard(self) -> None:
        """Listens to the end."""

    def answer(self, question: Question) -> Press:
        """What the line's words ask for."""
        said = (
            " ".join(one.text for one in question.prompts if isinstance(one, Say))
            if isinstance(question, Gather)
            else ""
        )
        if "Employee number." in said:
            return Keys(self.number)
        if said.endswith("PIN."):
            return Keys(PIN)
        if "7: I left then." in said:
            return Keys("2")
        if "4: shifts." not in said or self.chose:
            return HangUp()
        self.chose, self.was_so = True, self.unless in said
        if self.was_so:
            return HangUp()
        self.before_key()
        return Keys(self.key)


@dataclass
class PhoneSite:
    """One installation in one folder: settings, a register of `numbers` and a supervisor, a phone line on one port."""

    folder: Path
    parts: ExitStack
    numbers: tuple[str, ...]
    sandbox_url: str = NOBODY_THERE
    ivr: str = EN
    sync: str = "first_retry_s = 0.5\nsettle_s = 1"
    site: DemoSite = field(init=False)
    config: Config = field(init=False)
    is_up: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.port = free_port()
        self.site = make_site(
            self.folder / "site", self.sandbox_url, ivr=self.ivr, sync=self.sync, phone_port=self.port
        )
        self.zone = ZoneInfo("America/Montreal")
        lines = [f'{number},Guard {number},en,employee,Harbour Tower,"{CHEAP_HASH}"' for number in self.numbers]
        lines.append(f'{SUPERVISOR},Vera Lund,en,supervisor,Harbour Tower,"{CHEAP_HASH}"')
        file = self.site.folder / "people.csv"
        file.write_text("\n".join(["number,name,language,role,sites,pin_hash", *lines, ""]), encoding="utf-8")
        self.config = load_config(self.site.config)
        with open_ledger(self.config, SystemClock()) as store:
            import_people(store, file, badge_keys_of(self.config), SystemClock())

    # Processes

    def started(self) -> "PhoneSite":
        """The phone line as a process, listening."""
        self.ready = self.folder / "line.url"
        command = clockpost("ivr", "--ready", str(self.ready), config=self.site.config)
        self.part = Part("ivr", command, self.folder)
        self.parts.callback(self.part.stop)
        self.again()
        return self

    def again(self) -> None:
        """The line starts, also after it was killed, on the same port."""
        self.ready.unlink(missing_ok=True)
        self.part.start()
        until("the phone line listens", lambda: self.ready.exists() or self._ended())
        self.is_up.set()

    def _ended(self) -> bool:
        assert self.part.is_alive(), (self.folder / "ivr.log").read_text(encoding="utf-8")
        return False

    def killed(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        self.is_up.clear()
        self.part.kill()

    def syncs(self) -> Part:
        """A delivery process."""
        part = Part("sync", clockpost("sync", config=self.site.config), self.folder).start()
        self.parts.callback(part.stop)
        return part

    # Callers

    def telephone(self, **wishes: object) -> Settings:
        """A telephone that Twilio would connect to this line."""
        token = (self.site.folder / "auth-token.secret").read_text(encoding="utf-8").strip()
        url = f"http://127.0.0.1:{self.port}/voice"
        return Settings(url=url, signer=TokenSigner(token), **wishes)  # type: ignore[arg-type]

    def call(self, hand: Listening, **wishes: object) -> Transcript:
        """One call of a caller who listens."""
        return Telephone(self.telephone(**wishes)).dial(hand).run()

    def told(self, number: str, key: str, **wishes: object) -> Told:
        """A call that presses this key at the menu; the event that it was told, which must be one."""
        transcript = self.call(Listening(number, key), **wishes)
        assert not transcript.faults, transcript.lines()
        (told,) = told_in(transcript.said)
        return told

    def asks_again(self, transcript: Transcript) -> list[str]:
        """Twilio's second request where the first was not answered; what is heard then, nothing when it fails too."""
        last = transcript.exchanges[-1]
        if last.status is not None:
            return []
        with Webhooks(self.telephone(), SystemClock()) as webhooks:
            try:
                (answer,) = webhooks.send(last.address, last.method, last.fields)
            except NoDocument:
                return []
        document = read_answer(last.address, answer.status, answer.content_type, answer.body)
        assert not document.warnings
        said = [prompt for verb in document.verbs if isinstance(verb, Gather) for prompt in verb.prompts]
        return [one.text for one in [*document.verbs, *said] if isinstance(one, Say)]

    # What is kept

    @contextmanager
    def ledger(self) -> Iterator[Store]:
        """A look into the ledger file."""
        with Store.open(self.site.ledger) as store:
            yield store

    def events(self, number: str) -> list[ClockEvent]:
        """Events of one person that stand, in ledger order."""
        with self.ledger() as store:
            return standing_of(store, number)

    def assert_sound(self) -> None:
        """The chain is whole, and presence is what the ledger tells."""
        with self.ledger() as store:
            assert_sound(store)


def standing_of(store: Store, number: str) -> list[ClockEvent]:
    """Events of one person that stand, in ledger order."""
    rows = ledger.of_employee(store, number, limit=100_000)
    return [row.event for row in rows if row.event and row.event.about is None and not row.voided]


def assert_sound(store: Store) -> None:
    """The chain is whole, and presence is what the ledger tells."""
    report = verify(store)
    assert report.intact, report.faults
    for employee, stored in presence.everybody(store).items():
        assert stored == presence.rebuild(store, employee), employee


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
