"""The film of the demo: one working day of a manager, a supervisor, an administrator and a group, step by step."""

from __future__ import annotations

from collections.abc import Mapping

from bot.demo import film_evening, film_incident, film_morning, film_visits
from bot.demo.cast import COLLEAGUE, MANAGER
from bot.demo.script import Json, pair


def film(codes: Mapping[str, str], group: int) -> Json:
    """What the page plays: `codes` are the invitations by person (they tell one run from another), `group` the group's chat."""
    return {
        "run": codes[MANAGER.code],
        "title": pair("一天的电影", "Film of the day"),
        "chats": {str(COLLEAGUE.user): group},
        "steps": [
            *film_morning.steps(codes, group),
            *film_visits.steps(),
            *film_incident.steps(),
            *film_evening.steps(),
        ],
    }
