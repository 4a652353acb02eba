"""The simulator as a program of its own."""

from __future__ import annotations

import ast
import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import simulator

ROOM = Path(simulator.__file__).parent


def test_it_starts_alone_and_ends_when_told() -> None:
    command = [sys.executable, "-m", "simulator", "--port", "0", "--token", "77:T", "--still"]
    with subprocess.Popen(command, cwd=ROOM.parent, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[-1]
        with urllib.request.urlopen(f"{url}/bot77:T/getMe") as answer:
            assert json.load(answer)["result"]["id"] == 77
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0


def test_its_switches_can_be_set_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    command = [sys.executable, "-m", "simulator", "--port", "0", "--unchecked", "--floods", "--reply-ms", "1"]
    with subprocess.Popen(
        [*command, "--history", str(file)], cwd=ROOM.parent, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[-1]
        with urllib.request.urlopen(f"{url}/sim/switches") as answer:
            switches = json.load(answer)
        assert (switches["checking"], switches["floods"], switches["reply_seconds"]) == (False, True, 0.001)
        urllib.request.urlopen(f"{url}/bot7000000001:simulated/getMe").close()
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0
    assert json.loads(file.read_text())["method"] == "getMe"


def test_it_needs_nothing_but_aiohttp() -> None:
    outside = {
        name.partition(".")[0]
        for path in ROOM.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported(node)
    }
    assert outside - sys.stdlib_module_names == {"aiohttp"}


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []
