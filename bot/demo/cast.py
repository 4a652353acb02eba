"""Who has a phone in the demo, and the group that they share."""

from __future__ import annotations

from dataclasses import dataclass

from bot.demo import stories


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with a phone: `code` is '' for one who does not join. Titles stand above the phone."""

    code: str
    user: int
    name: str
    title_zh: str
    title_en: str

    def title(self, language: str) -> str:
        """What this person is, in `zh` or `en`."""
        return self.title_zh if language == "zh" else self.title_en


MANAGER = Actor(stories.MANAGER, 1001, "杜兰枝", "客户经理", "customer manager")
SUPERVISOR = Actor(stories.SUPERVISOR, 1002, "陈市场", "市场经理", "supervisor")
ADMIN = Actor(stories.ADMIN, 1003, "何静", "管理员", "administrator")
COLLEAGUE = Actor("", 1004, "罗书平", "客户经理，在群里", "customer manager, in the group")
DEPUTY = Actor(stories.DEPUTY, 1005, "周建华", "副经理", "deputy")

CAST = (MANAGER, SUPERVISOR, ADMIN, COLLEAGUE, DEPUTY)
"""In the order in which their phones stand."""
JOINED = (ADMIN, SUPERVISOR, DEPUTY)
"""Who has joined before the film begins; the manager joins in it."""
ENROLLED = tuple(actor for actor in CAST if actor.code)

GROUP_TITLE = "前川市场部群"
IN_GROUP = (SUPERVISOR, MANAGER, COLLEAGUE)
