"""What the Bot API says when it will not: an error code with Telegram's own words."""

from __future__ import annotations

from .facts import Json

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


class Refused(Exception):
    """The call failed as Telegram would fail it; nothing was changed."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON answer that goes out with status `code`."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class Misuse(Refused):
    """The request itself breaks the Bot API's rules: also recorded among the problems."""

    def __init__(self, description: str, code: int = 400) -> None:
        super().__init__(code, description)


def bad(description: str) -> Refused:
    """400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {description}")


def misuse(description: str) -> Misuse:
    """400 with Telegram's prefix, recorded as a problem."""
    return Misuse(f"Bad Request: {description}")


def forbidden(description: str) -> Refused:
    """403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {description}")


def migrated(chat: int) -> Refused:
    """400 with the id under which a group goes on."""
    parameters = {"migrate_to_chat_id": chat}
    return Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)


def too_many(seconds: int) -> Refused:
    """429 with the seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def conflict(description: str) -> Refused:
    """409 with Telegram's prefix."""
    return Refused(409, f"Conflict: {description}")
