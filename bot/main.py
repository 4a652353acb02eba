"""The `visitbot` command: run, demo, import, export, invite, backup, restore, release, status, doctor."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot import logs
from bot.settings import BadSetting, Settings, load

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import Clock
    from storage.database import Database

cli = typer.Typer(
    help="A chat bot for people who visit shops for a living.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
"""A traceback never shows values: they may hold a token, a name or what somebody wrote."""

STOP_SECONDS = 9.0


def _settings() -> Settings:
    try:
        return load()
    except BadSetting as error:
        _fail(str(error))


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(2)


@cli.command()
def run() -> None:
    """Run the bot until it is told to stop."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    settings = _settings()
    if not settings.token:
        _fail("VISITBOT_TOKEN: is empty. Ask @BotFather for a token and put it into .env")
    logs.set_up(plain=sys.stderr.isatty())
    raise typer.Exit(asyncio.run(_serve(settings)))


async def _serve(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT (0), or until a part of it fails (1)."""
    from bot.app import App

    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    with _database_named():
        app = App(settings)
    try:
        with _blame("VISITBOT_HTTP_LISTEN or VISITBOT_WEBHOOK_LISTEN", "can't listen there", OSError), _clock_named():
            await app.start()
        assert app.failed is not None
        waiting = asyncio.create_task(told.wait())
        ends: set[asyncio.Future[Any]] = {waiting, app.failed}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        return int(app.failed.done() and app.failed.exception() is not None)
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await app.stop()


@contextlib.contextmanager
def _blame(setting: str, what: str, *errors: type[Exception]) -> Iterator[None]:
    """Errors that a wrong setting causes name it and end the command with status 2."""
    try:
        yield
    except errors as error:
        _fail(f"{setting}: {what} ({type(error).__name__})")


@contextlib.contextmanager
def _database_named() -> Iterator[None]:
    from storage.database import DatabaseError
    from storage.migrations import UnknownRevision

    name = "VISITBOT_DATABASE_URL"
    other = _blame(name, "the database was made by another version: upgrade visitbot", UnknownRevision)
    with other, _blame(name, "the database can't be opened", DatabaseError, OSError):
        yield


@contextlib.contextmanager
def _clock_named() -> Iterator[None]:
    import aiohttp

    errors = (aiohttp.ClientError, TimeoutError, ValueError, KeyError)
    with _blame("VISITBOT_CLOCK", "does not answer an instant", *errors):
        yield


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="where the page is served")] = 8090,
    host: Annotated[str, typer.Option(help="who may open it: 127.0.0.1 is this machine only")] = "127.0.0.1",
) -> None:
    """A working day in the browser: the phones, the clock, a sample district; nothing to configure."""
    from bot.demo.running import run_demo

    logs.set_up(plain=True)
    raise typer.Exit(run_demo(host, port))


@cli.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="a workbook with the sheets 零售客户 and 人员, or one of them as .csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check only, change nothing")] = False,
    gcj02: Annotated[bool, typer.Option("--gcj02", help="the degrees are of a Chinese map (Amap, Tencent)")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Take in a district's workbook or a month's sales; rows that can't be taken are named, the others go in."""
    from bot.importing import run_import

    def work(db: Database, clock: Clock) -> int:
        return run_import(db, file, clock.now(), dry_run=dry_run, as_json=as_json, shifted=gcj02)

    raise typer.Exit(_with_database(work))


@cli.command("export")
def export_file(file: Annotated[Path, typer.Argument(help="the workbook to write (.xlsx)")]) -> None:
    """Write everything into a workbook."""
    from bot.exporting import run_export

    raise typer.Exit(_with_database(lambda db, clock: run_export(db, file, clock.now())))


@cli.command()
def invite(
    person: Annotated[
        str, typer.Argument(help="the person's code, as in the sheet 人员; ADMIN for the first administrator")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Make a one-time link with which a person joins."""
    from bot.inviting import run_invite

    settings = _settings()
    raise typer.Exit(
        _with_database(lambda db, clock: run_invite(db, settings, person, clock.now(), as_json=as_json), settings)
    )


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="the file to write; it must not be there yet")]) -> None:
    """Copy the whole database into a file, consistently, while the bot runs."""
    from bot.backup import run_backup

    raise typer.Exit(_with_database(lambda db, clock: run_backup(db, file, clock.now())))


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="a file that `visitbot backup` wrote")],
    force: Annotated[bool, typer.Option("--force", help="also when there are data in the database")] = False,
) -> None:
    """Bring a backup back. What it had still to send is held until somebody decides; nothing runs meanwhile."""
    from bot.backup import run_restore

    logs.set_up(plain=True)
    settings = _settings()
    with _database_named():
        raise typer.Exit(run_restore(settings, file, _now(settings), force=force))


@cli.command()
def release(
    drop: Annotated[bool, typer.Option("--drop", help="never send them")] = False,
) -> None:
    """Send what has been held since a restore, marked as sent again."""
    from bot.backup import run_release

    raise typer.Exit(_with_database(lambda db, _clock: run_release(db, drop=drop)))


@cli.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """One screen: who does what, what waits, when Telegram last answered, what is held."""
    from bot.status import run_status

    raise typer.Exit(_with_database(lambda db, clock: run_status(db, clock.now(), as_json=as_json)))


def _now(settings: Settings) -> datetime:
    """Trade time."""
    from bot.clock import Clock

    clock = Clock(settings.clock, settings.zone)
    with _clock_named():
        asyncio.run(clock.learn())
    return clock.now()


@cli.command("plan")
def plan_file(
    file: Annotated[Path, typer.Argument(help="a problem in JSON, see docs/planning.md")],
    seconds: Annotated[float | None, typer.Option(min=0, help="CPU seconds of search")] = None,
    steps: Annotated[int | None, typer.Option(min=0, help="steps of search: repeatable")] = None,
    seed: Annotated[int, typer.Option(help="another seed, another search")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Plan the problem in a file: which shops on which day, in what order."""
    from bot.planning import run_plan

    raise typer.Exit(run_plan(file, seconds, steps, seed, as_json=as_json))


@cli.command()
def doctor() -> None:
    """Check settings, database, Telegram, clock and calendar; exit 1 when something is wrong."""
    from bot.doctor import run_doctor

    try:
        settings = load()
    except BadSetting as error:
        typer.echo(f"✗ settings: {error}")
        raise typer.Exit(1) from None
    logs.set_up(plain=True)
    raise typer.Exit(asyncio.run(run_doctor(settings)))


@cli.command()
def understand(
    now: Annotated[str, typer.Option(help="the moment of writing, ISO 8601, local time")],
    shops: Annotated[Path | None, typer.Option(help="a JSON list of shops: id, name, owner, place")] = None,
) -> None:
    """Read sentences, one a line, and print what is understood, one JSON object a line."""
    from bot.understanding import BadInput, run_understand

    try:
        run_understand(sys.stdin, sys.stdout, now, shops)
    except BadInput as error:
        _fail(str(error))


def _with_database(work: Callable[[Database, Clock], int], settings: Settings | None = None) -> int:
    from bot.clock import Clock
    from bot.opening import open_database

    logs.set_up(plain=True)
    settings = settings or _settings()
    with _database_named():
        db = open_database(settings)
    try:
        clock = Clock(settings.clock, settings.zone)
        with _clock_named():
            asyncio.run(clock.learn())
        return work(db, clock)
    finally:
        db.close()


def main() -> None:
    """Entry point of the command."""
    cli()


if __name__ == "__main__":
    main()
