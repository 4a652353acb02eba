"""What the commands print for other programs."""

from __future__ import annotations

import json

import typer


def print_json(value: object) -> None:
    """One JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
