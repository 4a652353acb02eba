"""``python -m simulator``: Telegram on this machine until interrupted."""

from __future__ import annotations

import argparse
import asyncio
import signal
from datetime import date, datetime
from pathlib import Path

from .server import DEFAULT_NAME, DEFAULT_TOKEN, DEFAULT_USERNAME, Server, new_world


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8099, help="0 takes any free port")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the bot's token")
    parser.add_argument("--now", help="where the clock starts, ISO; the machine's time without it")
    parser.add_argument("--still", action="store_true", help="the clock stands until it is moved")
    parser.add_argument("--days-off", nargs="*", default=[], metavar="DATE", help="days without work, ISO")
    parser.add_argument("--bot-name", default=DEFAULT_NAME)
    parser.add_argument("--bot-username", default=DEFAULT_USERNAME)
    parser.add_argument("--reads-groups", action="store_true", help="the bot's privacy mode is off")
    parser.add_argument("--unchecked", action="store_true", help="don't hold requests against the Bot API: for benches")
    parser.add_argument("--floods", action="store_true", help="answer 429 beyond Telegram's limits")
    parser.add_argument("--reply-ms", type=float, default=0, help="how long each answer takes", metavar="MS")
    parser.add_argument("--history", type=Path, help="append what happens to this file, a JSON object a line")
    return parser.parse_args()


async def _serve(chosen: argparse.Namespace) -> None:
    world = new_world(
        chosen.token,
        now=datetime.fromisoformat(chosen.now) if chosen.now else datetime.now().astimezone(),
        running=not chosen.still,
        days_off=frozenset(date.fromisoformat(day) for day in chosen.days_off),
        bot_name=chosen.bot_name,
        bot_username=chosen.bot_username,
        reads_groups=chosen.reads_groups,
        history=chosen.history,
    )
    world.switches.turn(
        {"checking": not chosen.unchecked, "floods": chosen.floods, "reply_seconds": chosen.reply_ms / 1_000}
    )
    server = Server(world, host=chosen.host, port=chosen.port)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    print(f"Telegram is simulated at {await server.start()}", flush=True)
    await stopped.wait()
    await server.stop()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments()))
