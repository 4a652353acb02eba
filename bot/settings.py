"""Settings from the environment or `.env`, prefix VISITBOT_; a wrong value names itself and stops the start."""

from __future__ import annotations

import re
import shlex
from datetime import datetime, time, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_LISTEN = re.compile(r"^(?P<host>\[[0-9a-fA-F:]+\]|[^:]*):(?P<port>\d{1,5})$")
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_SECRET_VARIETY = 8
"""A secret of fewer different characters was not drawn at random."""
_WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})
"""Where Telegram posts to."""


class Settings(BaseSettings):
    """All of visitbot's settings; `.env.example` has a sentence on each."""

    model_config = SettingsConfigDict(
        env_prefix="VISITBOT_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
    )

    token: str = ""
    api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///data/visitbot.db"
    proxy: str = ""
    timezone: str = "Asia/Shanghai"
    language: Literal["zh_CN", "en"] = "zh_CN"
    morning_at: time = time(7, 30)
    evening_at: time = time(17, 30)
    quiet_hours: Annotated[tuple[time, time], NoDecode] = (time(21), time(7))
    shops_min: int = Field(default=15, ge=1, le=60)
    shops_max: int = Field(default=25, ge=1, le=60)
    limits: Literal["on", "off"] = "on"
    webhook_url: str = ""
    webhook_listen: str = ""
    webhook_secret: str = ""
    http_listen: str = ""
    heartbeat: str = ""
    heartbeat_url: str = ""
    speech: str = ""
    clock: str = ""
    invite_hours: int = Field(default=72, ge=1, le=24 * 30)

    @field_validator("api_url")
    @classmethod
    def _root(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
            raise ValueError("must be a root like https://api.telegram.org")
        return value.rstrip("/")

    @field_validator("heartbeat_url")
    @classmethod
    def _beaten(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc):
            raise ValueError("must be an address like https://hc.example.org/ping/…")
        return value

    @field_validator("speech")
    @classmethod
    def _heard(cls, value: str) -> str:
        if urlsplit(value).scheme in {"http", "https"}:
            if not urlsplit(value).netloc:
                raise ValueError("must be an address like http://127.0.0.1:8178/inference")
            return value
        try:
            shlex.split(value)
        except ValueError as error:
            raise ValueError("is neither an address nor a command that can be read") from error
        return value.strip()

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"http", "https", "socks4", "socks5", "socks5h"}:
            raise ValueError("must begin with http://, socks4:// or socks5://")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is not a time zone like Asia/Shanghai") from error
        return value

    @field_validator("quiet_hours", mode="before")
    @classmethod
    def _span(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = value.split("-")
        if len(parts) != 2:
            raise ValueError("must be two times like 21:00-07:00")
        return tuple(time.fromisoformat(part.strip()) for part in parts)

    @field_validator("http_listen", "webhook_listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        match = _LISTEN.match(value)
        if value and (match is None or int(match["port"]) > 65535):
            raise ValueError("must be HOST:PORT like 127.0.0.1:8080")
        return value

    @field_validator("clock")
    @classmethod
    def _clock(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"http", "https"}:
            try:
                datetime.fromisoformat(value)
            except ValueError as error:
                raise ValueError("must be an instant like 2026-11-24T07:00:00+08:00, or a URL") from error
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not re.match(r"^(sqlite|postgres(ql)?)(\+\w+)?://", value):
            raise ValueError("must be like sqlite:///data/visitbot.db or postgresql://user@host/visitbot")
        return value

    @model_validator(mode="after")
    def _together(self) -> Settings:
        if self.webhook_url and (wrong := _webhook_fault(self)):
            raise ValueError(wrong)
        if self.shops_min > self.shops_max:
            raise ValueError("VISITBOT_SHOPS_MIN is above VISITBOT_SHOPS_MAX")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def invite_life(self) -> timedelta:
        return timedelta(hours=self.invite_hours)


def _webhook_fault(given: Settings) -> str:
    """What is wrong with the settings of the webhook, '' when nothing is; never with a value that is secret."""
    if given.token and given.token in given.webhook_url:
        return "VISITBOT_WEBHOOK_URL: must not hold the token: addresses end up in logs"
    if not _can_be_posted_to(given.webhook_url):
        return "VISITBOT_WEBHOOK_URL: must be like https://bot.example.org/hook, on port 443, 80, 88 or 8443"
    if not given.webhook_listen:
        return "VISITBOT_WEBHOOK_LISTEN: is needed with VISITBOT_WEBHOOK_URL, like 127.0.0.1:8081"
    if not _SECRET.fullmatch(given.webhook_secret) or len(set(given.webhook_secret)) < _SECRET_VARIETY:
        return (
            "VISITBOT_WEBHOOK_SECRET: must be 32 to 256 random characters of A-Z a-z 0-9 _ -;"
            " make one with: openssl rand -hex 32"
        )
    return ""


def _can_be_posted_to(url: str) -> bool:
    """Whether Telegram would take it; on this machine a simulator takes any port, and http."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return False
    if parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return parts.scheme in {"http", "https"}
    return parts.scheme == "https" and bool(parts.hostname) and port in _WEBHOOK_PORTS


class BadSetting(Exception):
    """A setting has a wrong value; the text names it and says what is wrong."""


def load() -> Settings:
    """Read the settings; raises BadSetting with a line for each wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting("\n".join(_line(part["loc"], part["msg"]) for part in error.errors())) from None


def _line(where: tuple[int | str, ...], message: str) -> str:
    said = message.removeprefix("Value error, ")
    return f"VISITBOT_{str(where[0]).upper()}: {said}" if where else said


def listen_address(value: str) -> tuple[str, int]:
    """`HOST:PORT` as a pair; an empty host means this machine only."""
    match = _LISTEN.match(value)
    if match is None:
        raise BadSetting(f"not HOST:PORT: {value}")
    return match["host"].strip("[]") or "127.0.0.1", int(match["port"])
