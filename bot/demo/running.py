"""`visitbot demo`: the simulator, the sample district and the real bot in one process, with a film that leads a newcomer."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bot.app import App, open_database
from bot.demo import stories
from bot.demo.film import film
from bot.importing import run_import
from bot.settings import Settings
from services import people as verbs
from simulator.server import Server, new_world
from simulator.world import World
from storage.database import Database

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime.combine(stories.FIRST_DAY, time(7, 20), ZONE)
EVENING_BEFORE = datetime.combine(stories.FIRST_DAY, time(6, 0), ZONE)
CAST = {
    stories.MANAGER: (1001, "杜兰枝", "客户经理"),
    stories.SUPERVISOR: (1002, "陈市场", "市场经理"),
    stories.ADMIN: (1003, "何静", "管理员"),
}
"""Who has a phone in the demo: code → (user id, name, title)."""
GROUP_TITLE = "前川零售户群"


def run_demo(host: str, port: int) -> int:
    """Serve until interrupted; 0."""
    with tempfile.TemporaryDirectory(prefix="visitbot-demo-") as folder:
        asyncio.run(_run(host, port, Path(folder)))
    return 0


async def _run(host: str, port: int, folder: Path) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    url = f"sqlite:///{folder / 'demo.db'}"
    typer.echo("Importing the sample district and planning two weeks for six managers …")
    codes = await asyncio.to_thread(prepare, Settings(_env_file=None, database_url=url))  # type: ignore[call-arg]
    world = new_world(now=MORNING, running=True)
    server = Server(world, host=host, port=port, film=film(codes, put_cast(world)))
    address = await server.start()
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, database_url=url, token=world.token, api_url=address, limits="off", clock=f"{address}/clock"
    )
    app = App(settings)
    await app.start()
    enter(world, codes)
    typer.echo(f"Open {address} in a browser. Ctrl-C ends it.")
    await stop.wait()
    await app.stop()
    await server.stop()


def prepare(settings: Settings) -> dict[str, str]:
    """Import and plan the sample district; the invitation codes of the cast."""
    db = open_database(settings)
    try:
        status = run_import(db, HERE / "district.xlsx", EVENING_BEFORE, dry_run=False, as_json=False)
        if status:
            raise RuntimeError("the sample district does not import")
        return {code: _invite(db, code) for code in CAST}
    finally:
        db.close()


def _invite(db: Database, code: str) -> str:
    return db.write(lambda tx: verbs.invite(tx, code, "", EVENING_BEFORE).value.code).result()


def put_cast(world: World) -> int:
    """Give everyone a phone, and the manager and supervisor a group; the group's chat id."""
    for number, name, title in CAST.values():
        world.add_person(name, "zh-hans", title, number)
    group = world.add_group(GROUP_TITLE, [CAST[stories.SUPERVISOR][0], CAST[stories.MANAGER][0]])
    return int(group.id)


def enter(world: World, codes: dict[str, str]) -> None:
    """The supervisor and the administrator have joined already; the manager joins in the film."""
    from simulator import acts

    for code in (stories.ADMIN, stories.SUPERVISOR):
        user = CAST[code][0]
        acts.say(world, user, user, f"/start {codes[code]}")
