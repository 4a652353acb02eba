"""The `visitbot` command keeps its contract: what it prints, its exit status, and how it starts and ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import logs
from bot.main import cli
from bot.settings import Settings
from domain.district_layout import PEOPLE_SHEET, PERSON_HEADER, SHOP_HEADER, SHOPS_SHEET, person_row, shop_row
from domain.people import Person, Role
from domain.shops import Shop
from simulator.phones import Telegram
from storage import people
from storage.database import Database
from storage.workbooks import write_sheets
from tests.scenario.running import ZONE

NOW = datetime(2026, 11, 24, 6, 50, tzinfo=ZONE)
PATIENCE_SECONDS = 30
COMMAND = Path(sys.executable).with_name("visitbot")
STAFF = (
    Person("S01", "陈市场", Role.SUPERVISOR, "前川市场部"),
    Person("M01", "杜兰枝", Role.MANAGER, "前川市场部", "S01"),
)
SHOP = Shop("A1", "晨曦烟酒", "M01", cartons=90, skus=20, display=3)


class Shell:
    """Somebody at the command line of an office: `says` runs a command in this process, `starts` as one of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("VISITBOT_")}
        self.sets(database_url=f"sqlite:///{folder / 'visits.db'}", language="en", clock=NOW.isoformat())

    def sets(self, **settings: str) -> None:
        self.env |= {f"VISITBOT_{name.upper()}": value for name, value in settings.items()}

    def says(self, *words: str) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        done = CliRunner().invoke(cli, list(words), env=self.env)
        return done.exit_code, done.stdout, done.stderr

    def starts(self, *words: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [COMMAND, *words], env=self.env, cwd=self.folder, stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
        )

    def district(self) -> str:
        file = self.folder / "district.xlsx"
        staff = [person_row(person) for person in STAFF]
        shop_sheet = (SHOPS_SHEET, SHOP_HEADER, [shop_row(SHOP, "杜兰枝")])
        write_sheets(file, [shop_sheet, (PEOPLE_SHEET, PERSON_HEADER, staff)])
        return str(file)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"VISITBOT_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logs, "set_up", lambda **_how: None)
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram(now=NOW) as running:
        yield running


@pytest.mark.parametrize(
    ("words", "status"),
    [(["import", "x.xlsx"], 2), (["export", "x.xlsx"], 2), (["invite", "M01"], 2), (["doctor"], 1)],
)
def test_a_wrong_setting_names_itself_and_stops_the_command(shell: Shell, words: list[str], status: int) -> None:
    shell.sets(timezone="Mars/Base")
    code, out, err = shell.says(*words)
    assert (code, "VISITBOT_TIMEZONE" in out + err) == (status, True)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"database_url": "sqlite:////proc/nowhere/x.db"}, "VISITBOT_DATABASE_URL"),
        ({"clock": "http://127.0.0.1:9/clock"}, "VISITBOT_CLOCK"),
    ],
)
def test_what_can_not_be_reached_names_its_setting(shell: Shell, settings: dict[str, str], named: str) -> None:
    shell.sets(**settings)
    code, _out, err = shell.says("invite", "ADMIN")
    assert (code, named in err) == (2, True)


def test_a_database_of_another_version_is_left_alone(shell: Shell) -> None:
    shell.says("invite", "ADMIN")
    db = Database(shell.env["VISITBOT_DATABASE_URL"])
    with db.engine.connect() as conn, conn.begin():
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    code, _out, err = shell.says("invite", "ADMIN")
    assert (code, "VISITBOT_DATABASE_URL" in err) == (2, True)


def test_import_invite_and_export_need_no_token(shell: Shell) -> None:
    code, out, _err = shell.says("import", shell.district(), "--json")
    counts = {"updated": 0, "unchanged": 0, "rejected": 0}
    notes = [{"sheet": "零售客户", "row": 2, "about": "place_open", "name": "晨曦烟酒", "args": ["missing"]}]
    assert (code, json.loads(out)) == (
        0,
        {"shops": {"added": 1} | counts, "people": {"added": 2} | counts, "errors": [], "notes": notes},
    )
    assert shell.says("import", shell.district(), "--dry-run")[0] == 0
    assert shell.says("invite", "M01")[0] == 0
    assert shell.says("export", "all.xlsx")[0] == 0
    assert (shell.folder / "all.xlsx").exists()


def test_import_says_2_and_stays_json_when_there_is_no_file(shell: Shell) -> None:
    code, out, _err = shell.says("import", "nowhere.xlsx", "--json")
    assert (code, len(json.loads(out)["errors"])) == (2, 1)


def test_an_invitation_has_a_code_a_link_and_an_end(shell: Shell, telegram: Telegram) -> None:
    shell.says("import", shell.district())
    shell.sets(token=telegram.token, api_url=telegram.url)
    code, out, _err = shell.says("invite", "M01", "--json")
    made = json.loads(out)
    assert (code, set(made)) == (0, {"code", "link", "expires"})
    assert made["link"] == f"https://t.me/simulated_bot?start={made['code']}"
    ends = datetime.fromisoformat(made["expires"]) - NOW
    assert timedelta(hours=71) < ends < timedelta(hours=73)


@pytest.mark.parametrize("token", ["", "7000000001:simulated"])
def test_the_code_is_printed_even_when_telegram_can_not_be_reached(shell: Shell, token: str) -> None:
    shell.says("import", shell.district())
    shell.sets(token=token, api_url="http://127.0.0.1:9")
    code, out, _err = shell.says("invite", "M01", "--json")
    made = json.loads(out)
    assert (code, made["link"]) == (0, None)
    assert made["code"]
    assert shell.says("invite", "M01")[1].startswith("/start ")


def test_the_first_administrator_is_made_by_an_invitation(shell: Shell) -> None:
    assert shell.says("invite", "ADMIN", "--json")[0] == 0
    assert shell.says("invite", "ADMIN", "--json")[0] == 0
    db = Database(shell.env["VISITBOT_DATABASE_URL"])
    assert [(one.code, one.role) for one in db.read(people.everyone)] == [("ADMIN", Role.ADMIN)]
    db.close()


def test_nobody_is_invited_by_an_unknown_code(shell: Shell) -> None:
    code, out, err = shell.says("invite", "M99", "--json")
    assert (code, out) == (2, "")
    assert "M99" in err


@pytest.mark.parametrize(
    ("settings", "named"), [({}, "VISITBOT_TOKEN"), ({"token": "1:x", "limits": "maybe"}, "VISITBOT_LIMITS")]
)
def test_run_without_what_it_needs_says_so(shell: Shell, settings: dict[str, str], named: str) -> None:
    shell.sets(**settings)
    bot = shell.starts("run")
    _out, err = bot.communicate(timeout=PATIENCE_SECONDS)
    assert (bot.returncode, named in err) == (2, True)


def _until(what: Callable[[], bool], bot: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert bot.poll() is None, bot.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_killed_bot_polls_again_and_a_told_one_ends_in_peace(shell: Shell) -> None:
    with Telegram(now=NOW) as telegram:
        shell.sets(token=telegram.token, api_url=telegram.url)
        stranger = telegram.person("路人")
        bot = shell.starts("run")
        stranger.says("有人吗")
        _until(lambda: len(stranger.unread()) == 1, bot)
        bot.kill()
        bot.communicate(timeout=PATIENCE_SECONDS)
        bot = shell.starts("run")
        other = telegram.person("另一位")
        other.says("你好")
        _until(lambda: len(other.unread()) == 1, bot)
        bot.send_signal(signal.SIGTERM)
        bot.communicate(timeout=10)
        assert bot.returncode == 0
        assert telegram.act(lambda world: list(world.problems)) == []
