"""What becomes of groups: topics are opened in a forum, a group goes on as a supergroup."""

from __future__ import annotations

from . import acts
from .entities import Formatted
from .limits import TOPIC_CHARACTERS
from .world import Chat, Message, Service, World

_COLOUR = 0x6FB9F0


def open_topic(world: World, group: int, by: int, name: str) -> int:
    """A member opens a topic; its message_thread_id."""
    chat = acts.chat_of(world, by, group)
    if chat.topics is None:
        raise acts.Impossible("only a forum has topics")
    if not 1 <= len(name) <= TOPIC_CHARACTERS:
        raise acts.Impossible(f"a topic's name has 1 to {TOPIC_CHARACTERS} characters")
    service = Service({"forum_topic_created": {"name": name, "icon_color": _COLOUR}}, f"# {name}")
    line = world.add_message(chat, by, Formatted(""), service=service)
    line.thread = line.id
    chat.topics[line.id] = name
    acts.tell(world, chat, line)
    acts.show_chat(world, chat)
    return line.id


def migrate(world: World, group: int, by: int) -> Chat:
    """The group becomes a supergroup with another id, which comes back; the old one is left as it is, for good."""
    old = acts.chat_of(world, by, group)
    if old.type != "group":
        raise acts.Impossible("this is a supergroup already")
    new = world.add_group(old.title, old.members, supergroup=True)
    new.bot, old.migrated_to = old.bot, new.id
    _line(world, old, by, Service({"migrate_to_chat_id": new.id}, f"→ {new.id}"))
    _line(world, new, by, Service({"migrate_from_chat_id": old.id}, f"← {old.id}"))
    acts.show_chat(world, old)
    acts.show_chat(world, new)
    return new


def _line(world: World, chat: Chat, by: int, service: Service) -> Message:
    line = world.add_message(chat, by, Formatted(""), service=service)
    acts.tell(world, chat, line)
    return line
