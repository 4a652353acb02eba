"""The glossary and the house style of figures, days, distances and names (SCREENS 1 and 11), in the present language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import quote

from domain.chat import Place
from domain.incidents import Category
from domain.people import Role
from domain.shops import Segment, Shop
from domain.visits import Channel, Missed, Objective, Quantity
from screens.words import _, language, local, ngettext, safe

NAME_WHOLE = 10
BUTTON_NAME = 12


def segment_word(segment: Segment) -> str:
    return {
        Segment.DEVELOP: _("develop"),
        Segment.RETAIN: _("retain"),
        Segment.GUIDE: _("guide"),
        Segment.WATCH: _("watch"),
    }[segment]


def role_word(role: Role) -> str:
    return {
        Role.MANAGER: _("customer manager"),
        Role.SUPERVISOR: _("supervisor"),
        Role.DEPUTY: _("deputy"),
        Role.HEAD: _("head"),
        Role.ADMIN: _("administrator"),
        Role.INSPECTOR: _("inspector"),
    }[role]


def channel_word(channel: Channel) -> str:
    return {
        Channel.ONSITE: _("on-site"),
        Channel.CALL_INSTEAD: _("call instead"),
        Channel.CALL_BETWEEN: _("call in between"),
        Channel.GROUP: _("group message"),
        Channel.EMAIL: _("e-mail"),
        Channel.TEXT: _("text message"),
    }[channel]


def objective_word(objective: Objective) -> str:
    return {
        Objective.ORDERING: _("online ordering"),
        Objective.SETTLEMENT: _("electronic settlement"),
        Objective.NEW_BRAND: _("new brand"),
        Objective.STOCK: _("stock"),
        Objective.PRICE_TAGS: _("price tags"),
        Objective.STAYING: _("staying or leaving"),
        Objective.SUCCESSION: _("succession"),
        Objective.NEWS: _("passing on news"),
        Objective.UPKEEP: _("keeping in touch"),
    }[objective]


def chip_word(chip: str) -> str:
    """The words of an outcome chip ('' for none)."""
    return {
        "": "",
        "can_use": _("can use it"),
        "will_try": _("will try"),
        "not_now": _("not now"),
        "arranged": _("arranged"),
        "willing": _("willing"),
        "unwilling": _("unwilling"),
        "on_shelf": _("on the shelf"),
        "wait_and_see": _("wait and see"),
        "declined": _("declined"),
        "enough": _("enough"),
        "running_out": _("running out"),
        "backlog": _("overstocked"),
        "all_right": _("all right"),
        "fixed_now": _("fixed at once"),
        "not_fixed": _("not fixed yet"),
        "will_stay": _("will stay"),
        "thinking": _("still thinking"),
        "will_quit": _("will quit"),
        "met": _("met"),
        "appointed": _("appointed"),
        "undecided": _("undecided"),
        "told": _("told"),
        "told_questions": _("told, queries"),
        "not_told": _("not told"),
        "as_usual": _("as usual"),
        "something_new": _("something new"),
        "owner_away": _("owner away"),
        "as_planned": _("all told, as usual"),
    }.get(chip, chip)


def missed_word(missed: Missed) -> str:
    return {
        Missed.NO_TIME: _("no time"),
        Missed.CLOSED: _("shop closed"),
        Missed.OWNER_AWAY: _("owner away"),
        Missed.ROAD: _("bad road"),
        Missed.ERRAND: _("sudden errand"),
        Missed.OTHER: _("other reason"),
    }[missed]


def category_word(category: Category) -> str:
    return {
        Category.PRICE: _("price disorder"),
        Category.COUNTERFEIT: _("counterfeit"),
        Category.CLOSING: _("closing"),
        Category.OUT_OF_STOCK: _("out of stock"),
        Category.BACKLOG: _("backlog"),
        Category.COMPLAINT: _("complaint"),
        Category.LICENCE: _("licence"),
        Category.BULK: _("bulk dealing"),
        Category.SAFETY: _("safety"),
        Category.OTHER: _("other"),
    }[category]


def weekday_word(day: date) -> str:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def dated(day: date) -> str:
    """`11-24 Tue`."""
    return _("{date} {weekday}").format(date=f"{day:%m-%d}", weekday=weekday_word(day))


def day_words(day: date, today: date) -> str:
    """A promised day: today, tomorrow, yesterday; this or next week with its weekday first; further the date first."""
    near = {today: _("today"), today + timedelta(1): _("tomorrow"), today - timedelta(1): _("yesterday")}
    if day in near:
        return near[day]
    if day.year != today.year:
        return f"{day:%Y-%m-%d}"
    monday = today - timedelta(today.weekday())
    if monday <= day < monday + timedelta(14):
        return _("{weekday} {date}").format(weekday=weekday_word(day), date=f"{day:%m-%d}")
    return dated(day)


def time_words(instant: datetime) -> str:
    """`15:00` in the office's zone."""
    return f"{local(instant):%H:%M}"


def age_words(age: timedelta) -> str:
    """How long something has been open: minutes, hours, days."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if minutes < 24 * 60:
        return ngettext("{n} hour", "{n} hours", minutes // 60).format(n=minutes // 60)
    return ngettext("{n} day", "{n} days", minutes // 1440).format(n=minutes // 1440)


def since_words(days: int | None) -> str:
    """Since the last visit; None: there was none."""
    if days is None:
        return _("no visit on record yet")
    return ngettext("{n} day since the last visit", "{n} days since the last visit", days).format(n=days)


def distance_words(metres: float) -> str:
    """Rounded as people speak: 10 m up to 100, 50 m up to 1 km, then one decimal of a kilometre."""
    if metres < 1000:
        step = 10 if metres <= 100 else 50
        rounded = max(step, int(metres / step + 0.5) * step)
        if rounded < 1000:
            return _("{n} m").format(n=rounded)
    return _("{n} km").format(n=f"{metres / 1000:.1f}")


def quantity_words(quantity: Quantity) -> str:
    """`stock about 20 cartons`, as it was said."""
    figure = f"{quantity.value:g}"
    about = _("about {figure}").format(figure=figure) if quantity.about else figure
    return " ".join(part for part in (safe(quantity.thing), about, safe(quantity.unit)) if part)


def phone_words(phone: str) -> str:
    """A Chinese mobile number that clients make tappable."""
    if len(phone) == 11 and phone.isdigit():
        return f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}"
    return phone


def shop_name(name: str) -> str:
    """A shop's name in a text: whole up to 10, else first 5 … last 4. Escaped."""
    return safe(name if len(name) <= NAME_WHOLE else f"{name[:5]}…{name[-4:]}")


def distinct_names(shops: Iterable[Shop]) -> dict[str, str]:
    """Names of shops on one screen by code, escaped; equal ones with their owner, or with the street when that is equal too."""
    listed = {shop.code: shop for shop in shops}
    names = Counter(shop.name for shop in listed.values())
    owners = Counter((shop.name, shop.owner) for shop in listed.values())

    def name(shop: Shop) -> str:
        if names[shop.name] == 1:
            return shop_name(shop.name)
        told = shop.owner if shop.owner and owners[shop.name, shop.owner] == 1 else shop.street or shop.owner
        return f"{shop_name(shop.name)}·{safe(told)}" if told else shop_name(shop.name)

    return {code: name(shop) for code, shop in listed.items()}


def button_name(name: str, number: int = 0, most: int = BUTTON_NAME) -> str:
    """A name on a button with its number, `most` characters at most (cut in the middle). Not escaped: buttons are plain."""
    label = f"{number} {name}" if number else name
    if len(label) <= most:
        return label
    tail = min(4, most // 2)
    return f"{label[: most - 1 - tail]}…{label[-tail:]}"


def map_link(place: Place, name: str) -> str:
    """A link that Chinese map apps open at the right spot (longitude first; the parameter does the shift)."""
    return (
        f"https://uri.amap.com/marker?position={place.lon:.6f},{place.lat:.6f}"
        f"&name={quote(name)}&coordinate=wgs84&src=visitbot&callnative=1"
    )


def joined(parts: list[str]) -> str:
    """A list of things in one sentence."""
    return ("、" if language() == "zh_CN" else ", ").join(parts)


def two(first: str, second: str) -> str:
    """Two sentences, one after the other."""
    return _("{first} {second}").format(first=first, second=second).strip()
