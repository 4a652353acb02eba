"""What administrators read of the clock's work has words for all of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from scheduler.audits import WATCHED
from scheduler.table import JOBS
from screens.operations import job_word
from screens.words import LANGUAGES, speaking

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted({job.kind for job in JOBS}))
def test_every_job_has_a_name(kind: str, language: str) -> None:
    with speaking(language, ZONE):
        assert job_word(kind) != kind


def test_the_audit_watches_jobs_that_there_are() -> None:
    assert set(WATCHED) <= {job.kind for job in JOBS}
