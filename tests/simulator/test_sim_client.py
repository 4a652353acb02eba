"""A real client library talks to the simulator as to Telegram."""

from __future__ import annotations

import asyncio
import io

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden

from simulator import samples
from simulator.phones import Phone, Telegram


def new_bot(telegram: Telegram) -> Bot:
    return Bot(telegram.token, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot")


async def converse(bot: Bot, lan: Phone) -> None:
    async with bot:
        updates = await bot.get_updates(timeout=5)
        assert [update.message.text for update in updates if update.message] == ["/start X"]
        keys = ReplyKeyboardMarkup([[KeyboardButton("今日")]], resize_keyboard=True, is_persistent=True)
        await bot.send_message(lan.id, "你好", reply_markup=keys)
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("受理", callback_data="take")]])
        sent = await bot.send_message(
            lan.id,
            "<b>异常</b>",
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            disable_notification=True,
            reply_parameters=ReplyParameters(updates[-1].message.message_id),  # type: ignore[union-attr]
        )
        await asyncio.to_thread(lan.taps, "受理")
        (tapped,) = await bot.get_updates(offset=updates[-1].update_id + 1, timeout=5)
        query = tapped.callback_query
        assert query is not None
        assert query.data == "take"
        await query.answer("已受理")
        await sent.edit_text("已受理", reply_markup=None)
        await sent.pin(disable_notification=True)
        await bot.set_message_reaction(lan.id, 1, [ReactionTypeEmoji("✍")])
        await bot.set_my_commands([BotCommand("today", "今日")], BotCommandScopeChat(lan.id))
        photo = await bot.send_photo(lan.id, samples.photo(), caption="图")
        await bot.send_document(lan.id, io.BytesIO(b"PK"), filename="a.xlsx")
        await bot.send_voice(lan.id, samples.voice(3), duration=3)
        await bot.send_location(lan.id, 30.5, 114.3)
        file = await bot.get_file(photo.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == samples.photo()
        assert (await bot.get_chat(lan.id)).first_name == "杜兰枝"
        assert (await bot.get_me()).username == "simulated_bot"


async def errors(bot: Bot, lan: Phone) -> list[str]:
    seen = []
    async with bot:
        try:
            await bot.send_message(999, "a")
        except BadRequest as error:
            seen.append(error.message)
        await asyncio.to_thread(lan.blocks)
        try:
            await bot.send_message(lan.id, "a")
        except Forbidden as error:
            seen.append(error.message)
        await bot.get_updates(offset=-1)
        last = (await bot.get_updates())[-1].update_id
        older = asyncio.create_task(bot.get_updates(offset=last + 1, timeout=30))
        while not await asyncio.to_thread(lan._telegram.quiet):
            await asyncio.sleep(0)
        async with new_bot(lan._telegram) as second:
            await second.get_updates(timeout=0)
        try:
            await older
        except Conflict as error:
            seen.append(error.message[:35])
    return seen


def test_a_whole_conversation_conforms(telegram: Telegram) -> None:
    lan = telegram.person("杜兰枝")
    lan.starts("X")
    asyncio.run(converse(new_bot(telegram), lan))
    assert telegram.world.problems == []
    assert lan.toasts == ["已受理"]
    assert lan.keyboard() == [["今日"]]
    assert lan.commands() == ["today"]
    kinds = [shown.media["kind"] for shown in lan.messages() if shown.media]
    assert kinds == ["photo", "document", "voice", "location"]


def test_errors_arrive_as_the_librarys_own(telegram: Telegram) -> None:
    lan = telegram.person("杜兰枝")
    lan.starts()
    assert asyncio.run(errors(new_bot(telegram), lan)) == [
        "Chat not found",
        "Forbidden: bot was blocked by the user",
        "Conflict: terminated by other getUp",
    ]
    assert telegram.world.problems == []
