"""Gives every expression its value: the next that comes, or the last that was where the words look back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.understanding.when.clocks import PARTS, minutes
from domain.understanding.when.moments import Moment
from domain.understanding.when.pieces import DAY, Context, Days, ahead, behind
from domain.understanding.when.ranges import Found

_MINUTE = timedelta(minutes=1)
_HALF_DAY = timedelta(hours=12)
_FEW_HOURS = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class When:
    """The value of [begin, finish): from `start`, `end` exclusive; a point in time has no end, a deadline no start.

    `act`: the day to act on; `options`: likely days when it is in doubt; `sure` False: the half of the day is a guess."""

    begin: int
    finish: int
    start: datetime | None = None
    end: datetime | None = None
    has_time: bool = False
    grain: str = "day"
    mod: str = ""
    act: date | None = None
    options: tuple[date, ...] = ()
    anchored: bool = False
    past: bool = False
    every: bool = False
    rough: bool = False
    sure: bool = True
    ranged: bool = False
    part: str = ""
    literal: datetime | None = None
    """The start by the convention of working hours, where `start` is taken as it was said."""

    @property
    def bad(self) -> bool:
        """The words name a day that does not exist."""
        return self.start is None and self.end is None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def read(found: Found, context: Context, *, past: bool = False) -> When:
    """The value of an expression; `past`: the words look back."""
    if found.until is not None:
        return _range(found, found.first, found.until, context)
    one = replace(_point(found.first, context, past), begin=found.start, finish=found.end)
    return one


def _base(moment: Moment, **values: object) -> When:
    piece, shift = moment.piece, moment.shift
    base = When(moment.start, moment.end, part=moment.part)
    if piece is not None:
        base = replace(base, grain=piece.grain, options=piece.options, anchored=piece.anchored, every=piece.every)
    if shift is not None:
        base = replace(
            base,
            anchored=not shift.past,
            past=shift.past,
            rough=shift.rough,
            mod=shift.mod,
            act=shift.act,
            grain="shift",
        )
    return replace(base, **values)  # type: ignore[arg-type]


def _days(moment: Moment, context: Context, past: bool) -> Days | None:
    if moment.shift is not None:
        return moment.shift.days
    if moment.piece is None:
        return context.today, context.today + DAY
    if moment.piece.cycle == "week" and moment.piece.options and not past:
        return moment.piece.options[0], moment.piece.options[0] + DAY
    return behind(moment.piece, context.today) if past else ahead(moment.piece, context.today)


def _point(moment: Moment, context: Context, past: bool) -> When:
    if moment.now:
        return _base(moment, start=context.now, has_time=True, grain="now")
    shift = moment.shift
    if shift is not None and shift.days is None:
        return _base(moment, start=shift.start, end=shift.end, has_time=True)
    days = _days(moment, context, past)
    if days is None:
        return _base(moment)
    if shift is not None and shift.mod:
        return _base(moment, end=_midnight(days[1]))
    if moment.clock is None and not moment.part:
        over = days[1] <= context.today
        return _base(
            moment, start=_midnight(days[0]), end=_midnight(days[1]), past=over, ranged=bool(shift and shift.span)
        )
    return _timed(moment, days, context, past)


def _timed(moment: Moment, days: Days, context: Context, past: bool) -> When:
    """A day with its part or clock; without a day the next such time, today when the words look back."""
    free = moment.piece is None and moment.shift is None
    if moment.clock is None:
        low, high = PARTS[moment.part]
        start, end = _midnight(days[0]) + low * 60 * _MINUTE, _midnight(days[0]) + high * 60 * _MINUTE
        return _base(
            moment, start=start, end=end, has_time=True, past=end <= context.now, grain="free part" if free else "part"
        )
    count, sure = minutes(moment.clock, moment.part, literal=moment.year_said)
    start = _midnight(days[0]) + count * _MINUTE
    piece = moment.piece
    if piece is not None and piece.every and start <= context.now:
        later = ahead(piece, context.today, after=context.today + DAY)
        start = start if later is None else _midnight(later[0]) + count * _MINUTE
    if free and not past and start <= context.now:
        if not sure and start + _HALF_DAY > context.now:
            start += _HALF_DAY
        else:
            start, sure = start + DAY, moment.part != "" or (not moment.clock.digital and sure)
    elif not free and not past and not sure and start <= context.now < start + _HALF_DAY and days[0] == context.today:
        start += _HALF_DAY
    until = start + moment.clock.plus * _MINUTE if moment.clock.plus else None
    same = start.hour * 60 + start.minute == count % 1440
    return _base(
        moment,
        start=start,
        end=until,
        has_time=True,
        past=start < context.now,
        sure=sure or (same and not free),
        grain="time",
    )


def _range(found: Found, first: Moment, until: Moment, context: Context) -> When:
    left, right = _pair(first, until, context)
    if left is None or right is None:
        return _base(first, begin=found.start, finish=found.end)
    start, end = _edge(first, left, context), _far_edge(first, until, left, right)
    timed = any(m.clock is not None or m.part or m.now for m in (first, until))
    shown = start
    if first.clock is not None and not first.part and not first.clock.half:
        shown = _midnight(left[0]) + minutes(first.clock, "", literal=False)[0] * _MINUTE
        shown = shown if shown < end or end <= start else start
        if (
            until.clock is not None
            and minutes(until.clock, until.part, literal=False)[0] > minutes(first.clock, "", literal=False)[0]
        ):
            shown = _midnight(left[0]) + minutes(first.clock, "", literal=False)[0] * _MINUTE
    over = end <= context.now
    base = _base(
        first, begin=found.start, finish=found.end, start=start, end=end, has_time=timed, past=over, ranged=True
    )
    return replace(
        base, options=(), literal=shown if shown != start else None, grain="time" if first.clock else base.grain
    )


def _pair(first: Moment, until: Moment, context: Context) -> tuple[Days | None, Days | None]:
    """The days of both ends: the pair that is not over, the second the next after the first."""
    today = context.today
    if first.now or first.piece is None:
        base = _days(first, context, past=False) or (today, today + DAY)
        return base, (base if until.piece is None and until.shift is None else _days(until, context, past=False))
    if until.piece is None:
        same = _days(first, context, past=False)
        return same, (until.shift.days if until.shift is not None else same)
    last: tuple[Days, Days | None] | None = None
    for left in first.piece.turns(today):
        if until.piece.cycle:
            last = left, ahead(until.piece, today, after=left[0])
        else:
            right = _days(until, context, past=False)
            if right is None or (left[0] > right[0] and last is not None):
                break
            last = left, right
            continue
        if last[1] is not None and (last[1][1] > today or not first.piece.cycle):
            return last
    return last if last is not None else (None, None)


def _edge(moment: Moment, days: Days, context: Context) -> datetime:
    if moment.now:
        return context.now
    if moment.clock is not None:
        return _midnight(days[0]) + minutes(moment.clock, moment.part, literal=True)[0] * _MINUTE
    return _midnight(days[0]) + (PARTS[moment.part][0] if moment.part else 0) * 60 * _MINUTE


def _far_edge(first: Moment, until: Moment, left: Days, right: Days) -> datetime:
    """The end: a clock takes the half of the day from the first, and goes over midnight rather than back."""
    if until.clock is None:
        return _midnight(right[0]) + PARTS[until.part][1] * 60 * _MINUTE if until.part else _midnight(right[1])
    if first.now:
        return _from_now(until, right)
    same = left == right and until.piece is None
    part = until.part or (first.part if same else "")
    end = _midnight(right[0]) + minutes(until.clock, part, literal=True)[0] * _MINUTE
    if not same or (first.clock is None and not first.part):
        return end
    begin = (
        _midnight(left[0])
        + (minutes(first.clock, first.part, literal=True)[0] if first.clock is not None else PARTS[first.part][0] * 60)
        * _MINUTE
    )
    for later in (end, end + _HALF_DAY, end + DAY):
        if later > begin:
            return later if not until.part or later != end + _HALF_DAY else end + DAY
    return end


def _from_now(until: Moment, right: Days) -> datetime:
    count, sure = minutes(until.clock, until.part, literal=False) if until.clock else (0, True)
    return _midnight(right[0]) + count * _MINUTE + (DAY * 0 if sure or count >= 720 else _HALF_DAY)
