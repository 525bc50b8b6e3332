"""The muster on the screen: counts that narrow it, a box before every name, and what is asked at its foot."""

from collections.abc import Iterator

from kiosk.muster_state import Asks, Mustering, Wanted
from kiosk.views import Act, BoardLine, BoardView, Button, Count, Intent, LineKind, Mark, Sound, Tone
from kiosk.wording.names import demo
from kiosk.wording.setting import Setting
from shared.domain.muster_entry import Muster, MusterEntry, Since, Stand
from shared.words import Words
from shared.words import muster as say

TICK, UNTICK = "+", "-"
PRINT = "print"
SAVE = "save"
CLOSE = "close"
KEEP = "keep"
GO_ON = "go_on"
NEW = "new"


def muster_view(
    words: Words,
    setting: Setting,
    muster: Muster,
    since: Since,
    state: Mustering,
    closes_after_s: float,
    *,
    not_kept: bool = False,
    touched: bool = False,
) -> BoardView:
    """The list as it stands. `not_kept`: a tick or the list itself could not be written down."""
    told = _Telling(words, setting, muster, since, state)
    lines = tuple(told.lines())
    old = say.knowledge(words, muster.ages)
    # A small glass has room for one of these; paper has them all.
    corner = old[:1]
    if not_kept:
        # The title tells of a list that is not kept; a tick that is not has no other place.
        corner = [words.say("not kept: print it") if muster.is_kept else words.say("print it")]
    panel, asked = _asked(words, setting, muster, since, state)
    return BoardView(
        scope=f"muster/{state.opened}/{muster.number}/{state.wanted}",
        title=f"{say.title(words, muster)} \u00b7 {setting.local.time(muster.at)}",
        corner=" \u00b7 ".join([say.visitors(words).rstrip("."), *corner]),
        corner_tone=Tone.WARN if corner else Tone.PLAIN,
        counts=tuple(told.counts()),
        lines=lines,
        empty="" if lines else _empty(words, muster, since, state),
        panel=panel,
        panel_note=asked or state.said,
        buttons=(
            Button(Intent(Act.PICK, PRINT), words.say("Print")),
            Button(Intent(Act.PICK, SAVE), words.say("Save to USB")),
        ),
        close=Button(Intent(Act.CLOSE), words.say("Close")),
        closes_after_s=closes_after_s,
        sound=Sound.KEY if touched else Sound.NONE,
        demo=demo(words, setting),
    )


class _Telling:
    """One list in one language."""

    def __init__(self, words: Words, setting: Setting, muster: Muster, since: Since, state: Mustering) -> None:
        self.words, self.setting, self.muster, self.since, self.state = words, setting, muster, since, state
        self.everybody = (*muster.entries, *since.later)

    def counts(self) -> Iterator[Count]:
        """How many are missing, were seen, and stand where: each narrows the list."""
        words, ticked = self.words, sum(map(self._is_ticked, self.everybody))
        missing = len(self.everybody) - ticked
        unsure = self._number_of(Stand.UNSURE)
        yield self._count(Wanted.MISSING, str(missing), words.say("to find"), Tone.WARN if missing else Tone.PLAIN)
        yield self._count(Wanted.TICKED, f"{ticked}/{len(self.everybody)}", words.say("found"))
        yield self._count(Wanted.IN, str(self._number_of(Stand.IN)), words.say("in"))
        yield self._count(Wanted.ON_BREAK, str(self._number_of(Stand.ON_BREAK)), words.say("on break"))
        yield self._count(Wanted.UNSURE, str(unsure), words.say("not sure"), Tone.WARN if unsure else Tone.PLAIN)

    def lines(self) -> Iterator[BoardLine]:
        """Those who are not sure first, then whoever is in, then who came after the freeze."""
        unsure = [one for one in self.muster.entries if one.stand is Stand.UNSURE]
        sure = [one for one in self.muster.entries if one.stand is not Stand.UNSURE]
        yield from self._part(self.words.say("Not sure, look for them too"), unsure)
        yield from self._part(self.words.say("In the building"), sure)
        yield from self._part(self.words.say("Came later"), list(self.since.later))

    def _part(self, heading: str, entries: list[MusterEntry]) -> Iterator[BoardLine]:
        shown = [entry for entry in entries if self._is_wanted(entry)]
        if shown:
            yield BoardLine(LineKind.HEADING, heading, detail=str(len(shown)))
        yield from map(self._line, shown)

    def _line(self, entry: MusterEntry) -> BoardLine:
        words, local, at = self.words, self.setting.local, self.muster.at
        ticked, unsure = self._is_ticked(entry), entry.stand is Stand.UNSURE
        told = list(say.details(words, local, entry, at))
        if entry.key in self.since.left:
            left_at = say.moment(words, local, self.since.left[entry.key], at)
            told.insert(0, words.say("clocked out {time}", time=left_at).strip())
        can_be_ticked = entry.number != "" or entry in self.muster.entries
        return BoardLine(
            LineKind.PERSON,
            say.who(words, entry),
            entry.position,
            say.stand_word(words, local, entry, at),
            " \u00b7 ".join(part for part in told if part and part != entry.position),
            Mark.TICKED if ticked else Mark.BOX,
            Tone.OK if ticked else Tone.WARN if unsure else Tone.PLAIN,
            Tone.WARN if entry.key in self.since.left else Tone.PLAIN,
            Intent(Act.TICK, f"{UNTICK if ticked else TICK}{entry.key}") if can_be_ticked else None,
        )

    def _is_wanted(self, entry: MusterEntry) -> bool:
        match self.state.wanted:
            case Wanted.ALL:
                return True
            case Wanted.MISSING:
                return not self._is_ticked(entry) or entry.key in self.state.held
            case Wanted.TICKED:
                return self._is_ticked(entry) or entry.key in self.state.held
            case wanted:
                return entry.stand.value == wanted.value

    def _is_ticked(self, entry: MusterEntry) -> bool:
        return self.muster.is_ticked(entry.key)

    def _number_of(self, stand: Stand) -> int:
        return sum(entry.stand is stand for entry in self.everybody)

    def _count(self, wanted: Wanted, number: str, word: str, tone: Tone = Tone.PLAIN) -> Count:
        is_chosen = self.state.wanted is wanted
        return Count(number, Button(Intent(Act.NARROW, wanted), word, primary=is_chosen, tone=tone))


def _asked(
    words: Words, setting: Setting, muster: Muster, since: Since, state: Mustering
) -> tuple[tuple[Button, ...], str]:
    """The keys over the foot, and what they answer."""
    if state.asks is Asks.CLOSE:
        everybody = (*muster.entries, *since.later)
        missing = sum(not muster.is_ticked(entry.key) for entry in everybody)
        asked = words.say_n("{n} is still to find. Close?", "{n} are still to find. Close?", missing)
        keys = (
            Button(Intent(Act.PICK, KEEP), words.say("Keep it open"), primary=True),
            Button(Intent(Act.PICK, CLOSE), words.say("Close the muster"), tone=Tone.WARN),
        )
        return keys, asked if missing else words.say("All were found. Close?")
    if state.asks is Asks.GO_ON:
        keys = (
            Button(Intent(Act.PICK, NEW), words.say("Make a new list"), primary=True),
            Button(Intent(Act.PICK, GO_ON), words.say("Go on with this one")),
        )
        return keys, words.say("This list was made at {time}.", time=setting.local.time(muster.at))
    return (), ""


def _empty(words: Words, muster: Muster, since: Since, state: Mustering) -> str:
    if not muster.entries and not since.later:
        return words.say("Nobody is clocked in here")
    return words.say("All were found") if state.wanted is Wanted.MISSING else words.say("Nobody found")
