"""A browser for the tests of the page (it holds an event loop while it is open), a demo for each test; without Chromium the tests say so loudly and are skipped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.running import Running, chromium
from tests.browser.running import browser as opened
from tests.browser.running import running as started

MISSING = "No Chromium: the page was NOT looked at. On Debian or Ubuntu: apt-get install -y chromium fonts-noto-cjk"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not chromium():
        print(f"\n{'!' * 80}\n{MISSING}\n{'!' * 80}", file=sys.__stderr__, flush=True)
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with opened() as found:
        yield found


@pytest.fixture
def demo(browser: Browser, district_file: Path, tmp_path: Path) -> Iterator[Running]:
    """A demo nobody has opened yet; at the end the checker must have found nothing."""
    with started(district_file, tmp_path) as here:
        yield here
        assert here.problems() == []
