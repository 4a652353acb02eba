"""The export's lines as read, and the words of its states: the workbook is written in the office's Chinese, always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.broadcasts import BroadcastState
from domain.incidents import Category, IncidentState
from domain.reviews import Review, ReviewState
from domain.visits import Log, LogState, Missed

LOG_STATES: Mapping[LogState, str] = {
    LogState.ACTIVE: "有效",
    LogState.UNDONE: "已撤销",
    LogState.CORRECTED: "已更正",
}
INCIDENT_STATES: Mapping[IncidentState, str] = {
    IncidentState.OPEN: "没人受理",
    IncidentState.TAKEN: "已受理",
    IncidentState.CLOSED: "已办结",
    IncidentState.WITHDRAWN: "已撤回",
}
SAID_AS: Mapping[str, str] = {
    "reported": "报告",
    "added": "补充",
    "asked": "追问",
    "answered": "回答",
    "closed": "办结",
    "reopened": "重新打开",
}
"""What a spoken event of an incident is called."""
MEDIA: Mapping[str, str] = {"photo": "照片", "voice": "语音", "place": "位置", "document": "文件", "other": "其他"}
REVIEW_STATES: Mapping[ReviewState, str] = {
    ReviewState.WAITING: "没开始",
    ReviewState.UNDER_WAY: "进行中",
    ReviewState.PUT_OFF: "推后",
    ReviewState.CONFIRMED: "已确认",
    ReviewState.CLOSED: "自动收尾",
}


class Announced(StrEnum):
    """The kinds of rows of the news sheet; the value is the word."""

    NEWS = "新消息"
    CORRECTION = "更正"
    FOCUS = "本月重点"


NEWS_STATES: Mapping[str, str] = {
    BroadcastState.DRAFT: "草稿",
    BroadcastState.SENT: "已发",
    BroadcastState.WITHDRAWN: "已撤回",
    BroadcastState.DROPPED: "没发",
    "active": "有效",
    "ended": "已结束",
}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, or a shop, by code and name ('' when unknown)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One log; `missed`: why its stop was missed."""

    log: Log
    manager: Who
    shop: Who
    missed: Missed | None


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One spoken event of an incident, with what the incident is by now; `words` '' when they stand in a log."""

    incident: int
    at: datetime
    manager: Who
    shop: Who
    category: Category
    by: str
    what: str
    words: str
    media: str
    taker: str
    taken_at: datetime | None
    closed_at: datetime | None
    state: IncidentState


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review; `reasons`: (shop, words) of missed stops whose words stand in no log."""

    review: Review
    manager: Who
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One piece of news, a correction of one, or a period's focus; figures are None where they don't apply."""

    number: int
    kind: Announced
    at: datetime
    author: str
    words: str
    state: str
    to: str = ""
    read: int | None = None
    readers: int | None = None
    told: int | None = None
    shops: int | None = None
