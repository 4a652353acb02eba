"""The webhook's settings, and the methods that set, delete and show it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from .facts import Json
from .limits import WEBHOOK_CONNECTIONS, WEBHOOK_MOST_CONNECTIONS, WEBHOOK_PORTS, WEBHOOK_SECRET_CHARACTERS
from .refusals import misuse
from .world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are posted, with which secret in the header, how many at once."""

    url: str
    secret: str
    at_once: int


def set_webhook(world: World, params: Json) -> bool:
    """An empty URL takes the webhook away."""
    if not params["url"]:
        return delete_webhook(world, params)
    if "certificate" in params:
        raise misuse("a webhook's own certificate is not simulated")
    hook = Webhook(
        _checked(params["url"], world.switches.local),
        _secret(params.get("secret_token", "")),
        max(1, min(params.get("max_connections", WEBHOOK_CONNECTIONS), WEBHOOK_MOST_CONNECTIONS)),
    )
    world.updates.allow(params.get("allowed_updates"))
    _drop(world, params)
    world.set_webhook(hook)
    return True


def delete_webhook(world: World, params: Json) -> bool:
    _drop(world, params)
    world.set_webhook(None)
    return True


def get_webhook_info(world: World, _: Json) -> Json:
    hook = world.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }
    if hook:
        info["max_connections"] = hook.at_once
    if hook and world.webhook_error:
        at, info["last_error_message"] = world.webhook_error
        info["last_error_date"] = int(at.timestamp())
    if world.updates.allowed is not None:
        info["allowed_updates"] = world.updates.allowed
    return info


def _drop(world: World, params: Json) -> None:
    if params.get("drop_pending_updates"):
        world.updates.forget()


def _secret(given: str) -> str:
    if len(given) > WEBHOOK_SECRET_CHARACTERS:
        raise misuse("secret token is too long")
    if not _SECRET.fullmatch(given):
        raise misuse("secret token contains unallowed characters")
    return given


def _checked(given: str, local: bool) -> str:
    """The URL with its scheme, https without one; on this machine anything goes when `local`."""
    url = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(url)
        port = parts.port or (80 if parts.scheme == "http" else 443)
    except ValueError:
        raise misuse("invalid webhook URL specified") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise misuse("invalid webhook URL specified")
    here = _is_here(parts)
    if here and local:
        return url
    if parts.scheme != "https":
        raise misuse("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in WEBHOOK_PORTS:
        raise misuse("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if here:
        raise misuse(f"bad webhook: IP address {parts.hostname} is reserved")
    return url


def _is_here(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
