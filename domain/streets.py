"""The street or town that a written address names (武汉市黄陂区前川街前川正街96号 → 前川)."""

from __future__ import annotations

import re

from domain.district_sheets import plain

_WITHIN = re.compile(r"^(?:[一-鿿]{2,8}?省)?(?:[一-鿿]{2,8}?市)?[一-鿿]{1,6}?[区县市]")
_STREET = re.compile(r"([一-鿿]{2,5}?)(?:街道办事处|街道|街|镇|乡)")


def street_in(address: str) -> str:
    """The first 街, 镇 or 乡 behind the district or county, without that word; '' when none is named there."""
    words = re.sub(r"\s", "", plain(address))
    district = _WITHIN.match(words)
    street = _STREET.match(words, district.end()) if district else None
    return street[1] if street else ""
