"""One line of one device, while readings are held against it.

Readings in order are judged without writing anything: what is to be done comes out as deeds.
Readings that came late are drawn again over what is stored, which corrects alarms on the way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.sensing import alarm_queries, device_queries, reading_queries
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.sensing.rules.alarm_policy import PARTED_WITHIN, REORDERED_WITHIN
from weijiayuan.sensing.rules.device_classes import GRAVEST, Classes, Line
from weijiayuan.sensing.rules.hysteresis import (
    EPOCH,
    AlarmState,
    Change,
    Episode,
    advance,
    draw,
    is_reached_by_silence,
    mute_is_over,
)
from weijiayuan.sensing.service import alarms

Measured = Sequence[tuple[datetime, float]]
Key = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a reading does to an alarm: raise it, clear it, or (None) move its peak."""

    change: Change | None
    at: datetime
    value: float


@dataclass(slots=True)
class HeldLine:
    """A line of a device. `there` are the open alarms by datastream and level."""

    device: Device
    known: Classes
    line: Line
    now: datetime
    there: dict[Key, Alarm] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.device.datastream_id, self.line.level

    @property
    def is_for_life(self) -> bool:
        """Tell whether what reaches this line calls for help."""
        kind = self.known.by_code[self.device.kind]
        return self.line.level == GRAVEST and kind.call is not None

    def owns(self, alarm: Alarm) -> bool:
        return (alarm.datastream_id, alarm.level) == self.key

    def judged(self, state: AlarmState, new: Measured) -> tuple[AlarmState, list[Deed]]:
        """Advance by readings in order; return what the line knows then, and what is to be done."""
        deeds: list[Deed] = []
        for at, value in new:
            if mute_is_over(state, self.line, at, value):
                deeds.append(Deed(Change.CLEARED, at, value))
                state = replace(state, raised_at=None, muted_since=None)
            was_raised = state.is_raised
            agreed = self._says_it_for_life(state, value) or self._another_agrees(state, at, value)
            state, change = advance(
                state, self.line, at, value, agreed=agreed, interval=self.device.interval
            )
            if change is Change.RAISED and self.now - at > REORDERED_WITHIN:
                state = replace(state, raised_at=None, run=0, unproven=self.is_for_life)
            elif change is not None or (was_raised and self.line.is_reached(value)):
                deeds.append(Deed(change, at, value))
        return state, deeds

    def is_untouched_by(self, state: AlarmState, late: Measured, ran: Iterable[Alarm]) -> bool:
        """Tell whether readings that came late change nothing, so that none need be drawn again.

        Calm ones do not where the line is calm and had no alarm since; high ones do not while an
        alarm from before them lasts and is not ending. `ran`: the alarms of this line since then.
        """
        if state.last_at is None or late[-1][0] > state.last_at:
            return False
        if state.raised_at is not None:
            high = not any(self.line.is_calm(value) for _, value in late)
            return high and state.calm_since is None and late[0][0] >= state.raised_at
        if any(state.recent) or any(self.line.is_reached(value) for _, value in late):
            return False
        return not any(_ended_after(each, late[0][0]) for each in ran)

    def carry_out(self, deeds: Sequence[Deed]) -> None:
        """Raise, clear and note peaks."""
        for deed in deeds:
            alarm = self.there.get(self.key)
            if deed.change is Change.RAISED:
                self._raise(Episode(deed.at, None, deed.value))
            elif alarm is None:
                continue
            elif deed.change is Change.CLEARED:
                alarm.cleared_at = deed.at
                del self.there[self.key]
            else:
                further = min if self.line.below else max
                alarm.peak = further(alarm.peak, deed.value)

    def raise_by_silence(self, state: AlarmState) -> AlarmState | None:
        """Raise for a device that said too much, fast, and fell silent; None where it does not.

        Also where it is for life and came late: a burnt detector takes nothing back.
        """
        interval = self.device.interval
        if state.unproven and self.is_for_life:
            self._raise(Episode(self.now, None, None))
            return replace(state, raised_at=self.now, calm_since=None, unproven=False)
        if state.last_at is None or not is_reached_by_silence(
            state, self.line, interval=interval, now=self.now
        ):
            return None
        self._raise(Episode(state.last_at, None, None))
        return replace(state, raised_at=state.last_at, calm_since=None)

    def _says_it_for_life(self, state: AlarmState, value: float) -> bool:
        """Tell whether what would call for help says nothing else any more, however fast it speaks.

        Then nobody waits for registered intervals: it may burn before they pass.
        """
        return self.is_for_life and self.line.is_reached(value) and state.run + 1 >= self.line.of

    def _another_agrees(self, state: AlarmState, at: datetime, value: float) -> bool:
        """Tell whether another device near reaches the gravest line too: then one reading does."""
        if self.line.level != GRAVEST or state.is_raised or not self.line.is_reached(value):
            return False
        others = device_queries.neighbours(self.device)
        return any(
            self.line.is_reached(each) for each in reading_queries.last_values(others, at=at)
        )

    def drawn_again(self, before: AlarmState, new: Measured) -> AlarmState:
        """Draw the line again over what is stored, as readings came out of order.

        Late readings correct the history of alarms that were raised in time; they raise one of
        their own only where it is not older than ten minutes and still there.
        """
        late_from, newest = new[0][0], max(before.last_at or new[-1][0], new[-1][0])
        begin = self._opening(late_from - 2 * self._reach())
        kept = alarm_queries.alarms_since(*self.key, begin)
        running = next((each for each in kept if each.raised_at <= begin), None)
        readings = reading_queries.held_readings(self.device, since=begin, until=newest)
        seed = AlarmState(raised_at=running.raised_at if running else None)
        drawn, state = draw(readings, self.line, interval=self.device.interval, state=seed)
        if state.is_raised:
            state = replace(state, muted_since=before.muted_since)
        self._correct([each for each in kept if _ended_after(each, late_from)], drawn)
        if state.raised_at is None or self.key in self.there:
            return state
        if self.now - state.raised_at > REORDERED_WITHIN:
            return replace(state, raised_at=None, run=0)
        self._raise(drawn[-1])
        return state

    def _correct(self, kept: Sequence[Alarm], drawn: Sequence[Episode]) -> None:
        """Let alarms end where the right order ends them, and part what was taken for one."""
        spans = [(each.raised_at, each.cleared_at) for each in kept]
        left = list(drawn)
        for alarm, span in zip(kept, spans, strict=True):
            mine = next((each for each in left if each.overlaps(*span)), None)
            if mine is not None:
                left.remove(mine)
                self._end(alarm, mine)
        db.session.flush()
        for more in left:
            parted = more.cleared_at and any(more.overlaps(*span) for span in spans)
            if parted and self.now - more.raised_at <= PARTED_WITHIN:
                self._raise(more)

    def _end(self, alarm: Alarm, drawn: Episode) -> None:
        """Give an alarm the span that was drawn; what ended is open again only if none other is.

        Its begin moves only back: what came late shows that it was reached before.
        """
        if drawn.raised_at < alarm.raised_at <= drawn.raised_at + REORDERED_WITHIN:
            alarm.raised_at = drawn.raised_at
        if drawn.cleared_at is not None:
            alarm.cleared_at = drawn.cleared_at
            if self.there.get(self.key) is alarm:
                del self.there[self.key]
        elif alarm.judged_at is None and self.key not in self.there:
            alarm.cleared_at = None
            self.there[self.key] = alarm

    def _raise(self, one: Episode) -> None:
        value = self.line.raises_at if one.peak is None else one.peak
        alarm = alarms.raise_alarm(
            self.device, self.known, self.line, at=one.raised_at, value=value, now=self.now
        )
        alarm.cleared_at = one.cleared_at
        if one.cleared_at is None:
            self.there[self.key] = alarm

    def _opening(self, moment: datetime) -> datetime:
        """Return the begin of the registered interval in which a moment lies."""
        return moment - (moment - EPOCH) % self.device.interval

    def _reach(self) -> timedelta:
        """Return how far back readings matter to this line."""
        interval = self.device.interval
        return max(
            self.line.of * interval,
            self.line.dwell + interval,
            self.line.lasts + interval,
            REORDERED_WITHIN,
        )


def _ended_after(alarm: Alarm, moment: datetime) -> bool:
    return alarm.cleared_at is None or alarm.cleared_at >= moment
