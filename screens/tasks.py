"""Tasks as their givers see them: the draft to send or correct, and who is how far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.people import Person
from domain.task_words import CODE_LIKE
from domain.tasks import Part, PartState, Task, TaskCard, TaskRefusal, TaskState
from screens.screen import Button, Rows, Screen, do, page_number, show
from screens.terms import button_name, dated, joined, shop_name, time_words
from screens.words import _, local, ngettext, safe

WORDS_SHOWN = 600
SAID_SHOWN = 400
IN_A_LIST = 40
NAMES_SHOWN = 6
PEOPLE_A_PAGE = 6
TOLD_SHOWN = 3
TOLD_CHARACTERS = 80
WHO, WEIGHT, DUE, WITHDRAW = "who", "weight", "due", "withdraw"


def what_words(words: str, most: int = WORDS_SHOWN) -> str:
    """The thing to do, cut when it is very long (all of it is kept)."""
    return safe(words if len(words) <= most else words[: most - 1] + "…")


def with_shop(words: str, shop: str) -> str:
    """The thing to do, with its shop where the words don't name it."""
    what = what_words(words)
    return _("{what} ({shop})").format(what=what, shop=shop_name(shop)) if shop and shop not in words else what


def weight_words(number: int) -> str:
    """A quadrant in words."""
    return {
        1: _("① important and urgent"),
        2: _("② important, not urgent"),
        3: _("③ urgent, not important"),
        4: _("④ neither"),
    }[number]


def mark(task: Task) -> str:
    return "①②③④"[task.quadrant - 1]


def due_words(due: datetime | None) -> str:
    """`by 11-25 Wed 12:00`."""
    if due is None:
        return _("no fixed day")
    return _("by {day} {time}").format(day=dated(local(due).date()), time=time_words(due))


def asked_words() -> Screen:
    return Screen(
        _("What is to be done, by whom, by when? For example: ask M03 to check price tags tomorrow morning, urgent")
    )


def asked_due() -> Screen:
    return Screen(_("By when? Write a day and a time, for example: Friday 15:00"))


def not_for_you() -> Screen:
    return Screen(_("There is no manager to whom you could give a task."))


def noted(unknown: Sequence[str], bad_date: str, past: bool) -> Screen | None:
    """What of the words led nowhere; the draft stands below."""
    lines = []
    if unknown:
        known = [code for code in unknown if CODE_LIKE.fullmatch(code)][:NAMES_SHOWN]
        lines.append(
            _("{codes}: no manager of yours has that code.").format(codes=joined([safe(one) for one in known]))
        )
    if bad_date:
        lines.append(_("{words} is no date that exists.").format(words=safe(bad_date[:IN_A_LIST])))
    if past:
        lines.append(_("That moment is over; choose another."))
    return Screen("\n".join(lines)) if lines else None


def refusal_words(refusal: TaskRefusal) -> str:
    return {
        TaskRefusal.OVER: _("This screen is old"),
        TaskRefusal.NOBODY: _("Choose first who is to do it"),
        TaskRefusal.NO_WORDS: _("Say what is to be done"),
        TaskRefusal.PAST: _("That moment is over"),
        TaskRefusal.NO_DATE: _("I found no day in that. For example: Friday 15:00"),
        TaskRefusal.NO_MORE: _("Then it would be due already"),
    }[refusal]


def card_screen(card: TaskCard, reader: Person | None, page: str) -> Screen:
    """The giver's card. Pages of a draft: who.N, weight, due; of a sent task: withdraw."""
    match card.task.state:
        case TaskState.DRAFT:
            return _draft_page(card, page)
        case TaskState.DROPPED:
            return Screen(_("Not sent: {what}").format(what=what_words(card.task.words, IN_A_LIST)))
        case TaskState.WITHDRAWN:
            return Screen("\n".join([_head(card), _("You took this task back.")]))
        case TaskState.SENT:
            return _sent_page(card, page)


def _draft_page(card: TaskCard, page: str) -> Screen:
    if page.startswith(WHO) or not card.names:
        return _who_page(card, page_number(page.removeprefix(f"{WHO}.")))
    if page == WEIGHT:
        return Screen(_draft_text(card), (*_weights(card), (_back(card),)))
    if page == DUE:
        return Screen(_draft_text(card), (*_moments(card), (_back(card),)))
    name = _name(card)
    return Screen(
        _draft_text(card),
        (
            (do(_("Send"), "task_send", name),),
            (
                show(_("Who"), "task_card", name, f"{WHO}.0"),
                show(_("When"), "task_card", name, DUE),
                show(_("How heavy"), "task_card", name, WEIGHT),
            ),
            (do(_("Don't send"), "task_drop", name),),
        ),
    )


def _name(card: TaskCard) -> str:
    return f"task:{card.task.id}"


def _back(card: TaskCard) -> Button:
    return show(_("Back"), "task_card", _name(card))


def _draft_text(card: TaskCard) -> str:
    return _("For {who}: {what}, {due}, {weight}. Send it?").format(
        who=_who(card), what=_what(card), due=due_words(card.task.due_at), weight=weight_words(card.task.quadrant)
    )


def _what(card: TaskCard) -> str:
    return with_shop(card.task.words, card.shop)


def _who(card: TaskCard) -> str:
    if not card.names:
        return _("nobody yet")
    shown = [f"{code} {shop_name(name)}".strip() for code, name in card.names[:NAMES_SHOWN]]
    left = len(card.names) - len(shown)
    words = joined(shown)
    return ngettext("{names} and {n} more", "{names} and {n} more", left).format(names=words, n=left) if left else words


def _who_page(card: TaskCard, page: int) -> Screen:
    """Everybody who may be chosen, a tap each."""
    first = page * PEOPLE_A_PAGE if page * PEOPLE_A_PAGE < len(card.choice) else 0
    shown = card.choice[first : first + PEOPLE_A_PAGE]
    name = _name(card)
    buttons = [do(_choice_label(card, one), "task_who", name, one.code, first // PEOPLE_A_PAGE) for one in shown]
    rows: list[tuple[Button, ...]] = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    turning = []
    if len(card.choice) > PEOPLE_A_PAGE:
        after = (first + PEOPLE_A_PAGE) // PEOPLE_A_PAGE if first + PEOPLE_A_PAGE < len(card.choice) else 0
        turning = [show(_("More people"), "task_card", name, f"{WHO}.{after}")]
    rows.append((do(_("Everybody"), "task_who", name, "all", first // PEOPLE_A_PAGE), *turning))
    last = _back(card) if card.names else do(_("Don't send"), "task_drop", name)
    text = _draft_text(card) if card.names else _("Who is to do it? {what}").format(what=_what(card))
    return Screen(text, (*rows, (last,)))


def _choice_label(card: TaskCard, person: Person) -> str:
    tick = "✓ " if person.code in card.task.to_people else ""
    return tick + button_name(f"{person.code} {person.name}", most=9)


def _weights(card: TaskCard) -> Rows:
    return tuple(
        (do(_ticked(weight_words(number), number == card.task.quadrant), "task_weight", _name(card), number),)
        for number in range(1, 5)
    )


def _ticked(label: str, yes: bool) -> str:
    return f"✓ {label}" if yes else label


def _moments(card: TaskCard) -> Rows:
    name = _name(card)
    chosen = [do(f"{local(at):%m-%d %H:%M}", "task_due", name, round(at.timestamp())) for at in card.days]
    rows = [tuple(chosen[at : at + 2]) for at in range(0, len(chosen), 2)]
    return (*rows, (do(_("Write it"), "task_say_due", name), do(_("No fixed day"), "task_due", name, 0)))


def _head(card: TaskCard) -> str:
    return _("Task {mark} for {who}: {what}, {due}").format(
        mark=mark(card.task), who=_who(card), what=_what(card), due=due_words(card.task.due_at)
    )


def _sent_page(card: TaskCard, page: str) -> Screen:
    name = _name(card)
    if page == WITHDRAW:
        sure = do(_("Take it back"), "task_withdraw", name, danger=True)
        return Screen(
            "\n".join([_head(card), _("Take this task back? Its cards will say so.")]), ((_back(card),), (sure,))
        )
    lines = [_head(card), *_progress(card)]
    asked = [part for part in card.parts if part.question and not part.answer and part.open]
    rows: list[tuple[Button, ...]] = [
        (do(_("Answer {code}").format(code=part.person), "task_reply", f"part:{part.id}"),) for part in asked[:3]
    ]
    told = [part for part in card.parts if part.words or part.media or part.answer][:TOLD_SHOWN]
    if told:
        rows.append(tuple(show(part.person, "task_result", f"part:{part.id}") for part in told))
    if any(part.open for part in card.parts):
        rows.append((show(_("Take it back"), "task_card", name, WITHDRAW),))
    return Screen("\n".join(lines), tuple(rows))


def _progress(card: TaskCard) -> list[str]:
    """One line for each way it stands; with everything done, one in all."""
    names = dict(card.names)
    groups = [
        (_("Done: {names}"), [part for part in card.parts if not part.open]),
        (_("Accepted: {names}"), [part for part in card.parts if part.state is PartState.ACCEPTED]),
        (_("Sent: {names}"), [part for part in card.parts if part.state is PartState.SENT]),
        (_("Waits until they are at work: {names}"), [part for part in card.parts if part.state is PartState.WAITING]),
    ]
    lines = [words.format(names=_people(found, names)) for words, found in groups if found]
    late = [part for part in card.parts if part.open]
    if card.overdue and late:
        lines.append(_("⏰ The time is over; not done: {names}").format(names=_people(late, names)))
    for part in [one for one in card.parts if one.question and not one.answer and one.open][:3]:
        lines.append(
            _("{who} asks: {words}").format(who=safe(part.person), words=what_words(part.question, SAID_SHOWN))
        )
    for part in [one for one in card.parts if one.words][:TOLD_SHOWN]:
        lines.append(_("{who}: {words}").format(who=safe(part.person), words=what_words(part.words, TOLD_CHARACTERS)))
    return lines


def _people(parts: Sequence[Part], names: dict[str, str]) -> str:
    shown = [f"{safe(part.person)} {shop_name(names.get(part.person, ''))}".strip() for part in parts[:NAMES_SHOWN]]
    left = len(parts) - len(shown)
    words = joined(shown)
    return ngettext("{names} and {n} more", "{names} and {n} more", left).format(names=words, n=left) if left else words
