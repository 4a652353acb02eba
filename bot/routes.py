"""The table of everything the bot understands: read it from top to bottom."""

from __future__ import annotations

from bot.features import (
    broadcasts,
    imports,
    incidents,
    operations,
    people,
    plans,
    reminders,
    replans,
    reviews,
    shop_texts,
    tasks,
    visits,
    weekly,
)
from bot.routing import Routes

FEATURES = (
    plans,
    replans,
    visits,
    incidents,
    reviews,
    broadcasts,
    tasks,
    reminders,
    shop_texts,
    weekly,
    imports,
    people,
    operations,
)

ROUTES = Routes(
    commands=tuple(command for feature in FEATURES for command in feature.COMMANDS),
    presses={name: press for feature in FEATURES for name, press in feature.PRESSES.items()},
    dialogs={kind: answer for feature in FEATURES for kind, answer in feature.DIALOGS.items()},
    content={**visits.CONTENT, **imports.CONTENT},
    views={name: view for feature in FEATURES for name, view in feature.VIEWS.items()},
    objects={kind: find for feature in FEATURES for kind, find in feature.OBJECTS.items()},
    stranger=people.stranger,
    member=people.member,
    unknown_command=people.unknown_command,
)
