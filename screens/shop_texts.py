"""The texts to copy for a shop, as its owner or a customer group will read them, and the button that notes the sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.people import Person
from domain.shop_texts import ONE_SMS, ShopText
from domain.talking.ready import family_name, ready_text
from domain.visits import Channel
from screens.screen import COPY_CHARACTERS, Button, Rows, Screen, copy, do, page_number, show
from screens.terms import channel_word, dated, joined, objective_word
from screens.words import _, language, ngettext, safe

COPIES = 3
"""Copy buttons of one text; what is longer than they hold is cut, and says so with …"""


def texts_screen(texts: Sequence[ShopText], reader: Person | None, page: str) -> Screen:
    """Page `<channel>.<stop>`: the text for that channel; the other channels are a tap away."""
    name, _dot, stop = page.partition(".")
    found = next((one for one in texts if one.channel.value == name), texts[0])
    text = replace(found, back=page_number(stop))
    head = f"<b>{safe(text.shop.name)}</b> · {channel_word(text.channel)}"
    if text.empty:
        return Screen(f"{head}\n{_('There is nothing to pass on now.')}", _others(texts, text))
    words = said(text)
    lines = [head, *(f"<code>{safe(one)}</code>" for one in words)]
    if text.others:
        n = text.others
        lines.append(
            ngettext("{n} more piece of news: see e-mail", "{n} more pieces of news: see e-mail", n).format(n=n)
        )
    labels = [_("Copy")] if len(words) == 1 else [_("Copy {n}").format(n=n) for n in range(1, len(words) + 1)]
    copies = tuple(copy(label, part) for label, part in zip(labels, words, strict=True))
    note = do(_sent_label(text.channel), "text_sent", f"shop:{text.shop.code}", text.channel.value)
    own = reader is not None and reader.code == text.manager.code
    return Screen("\n".join(lines), (copies, *(((note,),) if own else ()), *_others(texts, text)))


def _sent_label(channel: Channel) -> str:
    return {
        Channel.GROUP: _("Posted, note it"),
        Channel.TEXT: _("Text sent, note it"),
        Channel.EMAIL: _("E-mail sent, note it"),
    }[channel]


def _others(texts: Sequence[ShopText], shown: ShopText) -> Rows:
    code = f"shop:{shown.shop.code}"
    others = tuple(
        show(channel_word(one.channel), "shop_texts", code, f"{one.channel.value}.{shown.back}")
        for one in texts
        if one.channel is not shown.channel
    )
    return others, (_back(shown),)


def _back(text: ShopText) -> Button:
    if text.back:
        return show(_("Back"), "stop", f"stop:{text.back}", "more")
    return show(_("Back"), "shop", f"shop:{text.shop.code}", "more")


def said(text: ShopText) -> list[str]:
    """The text in parts that a copy button holds."""
    if text.channel is Channel.TEXT:
        return [_short(text)]
    lines = [_greeting(text), *_lines(text), _signature(text)]
    return _parts(lines)


def _greeting(text: ShopText) -> str:
    if text.channel is Channel.GROUP:
        return _("Dear owners,")
    if not text.shop.owner:
        return _("Hello,")
    owner = family_name(text.shop.owner) if language() == "zh_CN" else text.shop.owner
    return _("Dear {owner},").format(owner=owner)


def _signature(text: ShopText) -> str:
    return _("{manager}, customer manager").format(manager=text.manager.name)


def _lines(text: ShopText) -> list[str]:
    lines = [_promise(text)] if text.promise else []
    lines += [_news(one.text, one.action) for one in text.news]
    if text.focus:
        lines.append(_("This month we look after: {lines}.").format(lines=joined([*text.focus])))
    return lines


def _news(words: str, action: str) -> str:
    line = words.rstrip("。.")
    if action and action not in line:
        line = _("{first}; {second}").format(first=line, second=action.rstrip("。."))
    return _("{sentence}.").format(sentence=line)


def _promise(text: ShopText) -> str:
    """Only the day, and what it is about when that is one of our services: notes about the owner stay with the manager."""
    promise = text.promise
    assert promise is not None
    assert promise.day is not None
    day = dated(promise.day)
    if promise.objective is None:
        return _("As agreed for {day}, I have it in mind.").format(day=day)
    return _("As agreed for {day} ({about}), I have it in mind.").format(
        day=day, about=objective_word(promise.objective)
    )


def _short(text: ShopText) -> str:
    """One text message: what is too long is cut, never the greeting nor the name."""
    if text.news and not text.promise:
        return _cut(ready_text(text.news[0], text.shop, text.manager.name, language()))
    greeting, name = _greeting(text), text.manager.name
    room = ONE_SMS - len(greeting) - len(name)
    body = "".join(_lines(text))
    if language() == "zh_CN":
        return f"{greeting}{body if len(body) <= room else body[: max(room - 1, 0)] + '…'}{name}"
    return _cut(f"{greeting} {body} {name}")


def _cut(words: str) -> str:
    return words if len(words) <= COPY_CHARACTERS else words[: COPY_CHARACTERS - 1] + "…"


def _parts(lines: Sequence[str]) -> list[str]:
    """Lines put together to parts of at most COPY_CHARACTERS; a line longer than that is split."""
    pieces = [line[at : at + COPY_CHARACTERS] for line in lines for at in range(0, len(line), COPY_CHARACTERS)]
    parts: list[str] = []
    for piece in pieces:
        if parts and len(parts[-1]) + 1 + len(piece) <= COPY_CHARACTERS:
            parts[-1] += f"\n{piece}"
        else:
            parts.append(piece)
    if len(parts) <= COPIES:
        return parts
    kept = parts[:COPIES]
    return [*kept[:-1], kept[-1][: COPY_CHARACTERS - 1] + "…"]
