"""HTML, entities, limits: what Telegram makes of a text, and its words when it can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator import drawing, html_text
from simulator.entities import Formatted, formatted
from simulator.phones import Phone, Telegram
from simulator.refusals import Misuse

Api = Callable[..., dict[str, Any]]


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;&#20013;&#x4e2d; & &nbsp;", 'a <b> & "中中 & &nbsp;', []),
        ("🚬<b>粗</b>", "🚬粗", [entity("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<STRONG>a</strong><em>b</em>", "ab", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<ins>a</ins><del>b</del>", "ab", [entity("underline", 0, 1), entity("strikethrough", 1, 1)]),
        ("<a href='https://x.cn/?a=1&amp;b'>x</a>", "x", [entity("text_link", 0, 1, url="https://x.cn/?a=1&b")]),
        ("<blockquote>q</blockquote>", "q", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [entity("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [entity("spoiler", 0, 1)]),
        ("<code>/today</code>", "/today", [entity("code", 0, 6)]),
        ("<pre><code class='language-py'>1</code></pre>", "1", [entity("pre", 0, 1, language="py")]),
        ("看 /today 或 /log@simulated_bot", "看 /today 或 /log@simulated_bot", [
            entity("bot_command", 2, 6), entity("bot_command", 11, 18)
        ]),
        ("去 https://x.cn/a?b=1。好", "去 https://x.cn/a?b=1。好", [entity("url", 2, 18)]),
        ("  <b> a</b> \n", "a", [entity("bold", 0, 1)]),
        ("<b></b>a", "a", []),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert formatted(*html_text.parse(source)) == Formatted(text, tuple(entities))


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("中<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a < b >", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<{x}>", 'Unsupported start tag "{x}" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, wrong: str) -> None:
    with pytest.raises(Misuse) as refused:
        html_text.parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {wrong}"


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("🚬 <b>a &amp; <i>b</i></b> c", "🚬 <b>a &amp; <i>b</i></b> c"),
        ("<a href='javascript:alert(1).x'>x</a>", "<a>x</a>"),
        ('<a href="https://x.cn/&quot;">x</a>', '<a href="https://x.cn/&quot;">x</a>'),
        ("<blockquote expandable>q</blockquote>", "<blockquote expandable>q</blockquote>"),
    ],
)
def test_text_is_drawn_as_safe_html(source: str, drawn: str) -> None:
    assert drawing.html(formatted(*html_text.parse(source))) == drawn


def test_overlapping_entities_are_drawn_nested() -> None:
    words = Formatted("abc", (entity("bold", 0, 2), entity("italic", 1, 2)))
    assert drawing.html(words) == "<b>a<i>b</i></b><i>c</i>"


def test_a_persons_command_carries_its_entity(lan: Phone, api: Api) -> None:
    lan.says("/log 王记 上柜")
    message = api("getUpdates")["result"][0]["message"]
    assert message["entities"] == [entity("bot_command", 0, 4)]


KEY = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": "  "}, "message text is empty"),
        ("sendMessage", {}, "message text is empty"),
        ("sendMessage", {"text": "字" * 4097}, "message is too long"),
        ("sendMessage", {"text": "🚬" * 2049}, "message is too long"),
        ("sendMessage", {"text": "a", "parse_mode": "Wiki"}, "unsupported parse_mode"),
        ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ("sendMessage", {"text": "a", "reply_markup":
         {"inline_keyboard": [[{"text": "x", "callback_data": "字" * 22}]]}}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "a", "reply_markup":
         {"inline_keyboard": [[{"text": "x", "copy_text": {"text": "字" * 257}}]]}},
         "BUTTON_COPY_TEXT_INVALID"),
        ("sendMessage", {"text": "a", "reply_markup":
         {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]] * 101}}, "reply markup is too long"),
        ("sendMessage", {"text": "a", "entities": [entity("bold", 0, 2)]},
         "can't parse entities: entity beyond the end of the text"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "✅"}]},
         "REACTION_INVALID"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "invalid location specified"),
    ],
)  # fmt: skip
def test_what_exceeds_a_limit_is_refused_and_recorded(
    telegram: Telegram, lan: Phone, api: Api, method: str, params: dict[str, Any], description: str
) -> None:
    answer = api(method, chat_id=lan.id, **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
    assert len(telegram.world.problems) == 1


def test_the_limits_themselves_are_allowed(telegram: Telegram, lan: Phone, api: Api) -> None:
    data = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 64}]]}
    assert api("sendMessage", chat_id=lan.id, text="<b>" + "🚬" * 2048 + "</b>", parse_mode="HTML")["ok"]
    assert api("sendMessage", chat_id=lan.id, text="a", reply_markup=data)["ok"]
    assert telegram.world.problems == []


def test_bad_requests_are_caught_by_the_facts(telegram: Telegram, lan: Phone, api: Api) -> None:
    assert api("sendMessage", chat_id=lan.id, text="a", colour="red")["ok"]
    assert api("sendMessage", chat_id=lan.id, text="a", reply_markup={"buttons": []})["error_code"] == 400
    assert api("sendMessage", text="a")["description"] == "Bad Request: chat_id is empty"
    assert api("setMyCommands", commands="x")["error_code"] == 400
    found = telegram.world.problems
    assert found[0] == "sendMessage: unknown parameter colour"
    assert any("sendMessage.reply_markup" in problem for problem in found)
    assert "sendMessage: chat_id is required" in found
    assert "setMyCommands.commands must be an array, not str" in found


def test_unknown_names_inside_an_object_are_recorded_but_taken(telegram: Telegram, lan: Phone, api: Api) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]], "tint": 1}
    assert api("sendMessage", chat_id=lan.id, text="a", reply_markup=markup)["ok"]
    assert telegram.world.problems == [
        "sendMessage.reply_markup: InlineKeyboardMarkup has no field tint",
    ]
