"""The clock, the date and the notice, one under the other: the date goes before the clock shrinks."""

from dataclasses import dataclass

from kivy.properties import NumericProperty, StringProperty

from kiosk.screens import type_face
from kiosk.screens.fit import Fitted, sizes
from kiosk.screens.fonts import Face
from kiosk.screens.placed import Placed

LEAST_CLOCK_PX = 120
INSET_PX = 14
SHORT_NOTE_PX = 150  # AM, PM and CEST stand beside the clock; a sentence has a line of its own


@dataclass(frozen=True, slots=True)
class Heights:
    """How high each part stands, with the gap above it; nothing is 0."""

    note: float
    date: float
    notice: float

    @property
    def below_clock(self) -> float:
        return self.note + self.date + self.notice


class ClockColumn(Placed):
    """Places its parts by what the height leaves. Design sizes come from the parts themselves."""

    clock = StringProperty()
    note = StringProperty()
    date = StringProperty()
    notice = StringProperty()
    notice_ink = StringProperty("warn")
    notice_shape = StringProperty("alert")
    clock_face = StringProperty("light")
    clock_gap_px = NumericProperty(40)
    notice_gap_px = NumericProperty(32)
    indent_px = NumericProperty(50)

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        for name in ("clock", "note", "date", "notice", "clock_face"):
            self.fbind(name, self.place_soon)

    def place(self) -> None:
        """The clock as large as it can be, then the rows under it, the whole of it in the middle."""
        if self.height < 1 or self.width < 1:
            return
        notice = self._notice_plan()
        heights, wanted = self._heights(notice), self._clock_size()
        if type_face.digits_px(wanted) + heights.below_clock > self.height:
            heights = Heights(heights.note, 0, heights.notice)
        size = self._clock_size(self.height - heights.below_clock, wanted)
        top = self.center_y + (type_face.digits_px(size) + heights.below_clock) / 2
        top = self._stand_clock(size, top)
        top = self._stand_note(heights.note, top)
        top = self._stand_date(heights.date, top)
        self._stand_notice(notice, top)

    @property
    def _inset(self) -> float:
        """Digits stand a little right of where their line begins; what is under them begins where they do."""
        return float(self.sheet.panel.length(INSET_PX))

    def _is_beside(self) -> bool:
        return bool(self.note) and self.ids.note.natural_width() <= self.sheet.panel.length(SHORT_NOTE_PX)

    def _heights(self, notice: Fitted) -> Heights:
        panel, gap = self.sheet.panel, self.sheet.panel.length(self.clock_gap_px)
        row = type_face.line_px(Face.REGULAR, panel.text_px(self.ids.date.design_px))
        note = row + gap if self.note and not self._is_beside() else 0
        high = self.ids.notice.plan_height(notice)
        return Heights(
            note=note,
            date=row + (0 if note else gap) if self.date else 0,
            notice=high + panel.length(self.notice_gap_px) if high else 0,
        )

    def _clock_size(self, height: float = 1e6, wanted: int = 0) -> int:
        """The largest size at which the clock is no wider than the column and no higher than `height`."""
        panel, clock = self.sheet.panel, self.ids.clock
        width = self.width
        if self._is_beside():
            width -= self.ids.note.natural_width() + panel.length(20)
        least = panel.length(LEAST_CLOCK_PX)
        for size in sizes(wanted or panel.length(clock.design_px), least):
            if type_face.digits_px(size) <= height and type_face.fits(clock.face, self.clock, size, width):
                return size
        return least

    def _stand_clock(self, size: int, top: float) -> float:
        clock = self.ids.clock
        clock.take(Fitted(size, (self.clock,) if self.clock else ()))
        clock.size = clock.texture_size[0], type_face.digits_px(size)
        clock.pos = self.x, top - clock.height
        return float(clock.y)

    def _stand_note(self, high: float, top: float) -> float:
        note, clock, panel = self.ids.note, self.ids.clock, self.sheet.panel
        plan = note.plan(self.width - self._inset, 1)
        note.take(plan)
        if self._is_beside():
            note.size = note.natural_width(), note.plan_height(plan)
            foot = clock.y - plan.size_px * type_face.FOOT_TO_BASELINE + clock.fitted.size_px * type_face.OVERSHOOT
            note.pos = clock.right + panel.length(20), foot
            return top
        note.size = self.width - self._inset, note.plan_height(plan)
        note.pos = self.x + self._inset, top - high
        return top - high

    def _stand_date(self, high: float, top: float) -> float:
        date = self.ids.date
        date.words = self.date if high else ""
        plan = date.plan(self.width - self._inset, 1)
        date.take(plan)
        date.size = self.width - self._inset, date.plan_height(plan)
        date.pos = self.x + self._inset, top - high
        return top - high

    def _notice_plan(self) -> Fitted:
        plan: Fitted = self.ids.notice.plan(self.width - self._inset - self.sheet.panel.length(self.indent_px), 1)
        return plan

    def _stand_notice(self, plan: Fitted, top: float) -> None:
        notice, icon, panel = self.ids.notice, self.ids.icon, self.sheet.panel
        indent = panel.length(self.indent_px)
        top -= panel.length(self.notice_gap_px) if plan.lines else 0
        notice.take(plan)
        notice.size = self.width - self._inset - indent, notice.plan_height(plan)
        notice.pos = self.x + self._inset + indent, top - notice.height
        side = panel.length(34) if plan.lines else 0
        line = notice.height / max(1, len(plan.lines))
        icon.size = side, side
        icon.pos = self.x + self._inset, top - line / 2 - side / 2
