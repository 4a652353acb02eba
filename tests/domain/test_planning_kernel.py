"""The compiled kernel: kept where it can be, compiled anew with a notice where not, loaded only when something is planned."""

from __future__ import annotations

import subprocess
import sys

import pytest
from numba.core import caching

from domain.planning.compiling import NOT_KEPT, kept

STARTS = """
import sys
import bot.app, bot.main
sys.exit(" ".join(name for name in ("numba", "llvmlite") if name in sys.modules) or None)
"""


def _twice(x: int) -> int:
    return 2 * x


def test_without_a_folder_to_write_in_it_is_compiled_with_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    with pytest.warns(RuntimeWarning, match="NUMBA_CACHE_DIR") as told:
        doubled = kept(_twice)
    assert str(told[0].message) == NOT_KEPT
    assert doubled(21) == 42


def test_the_bot_starts_without_the_kernel() -> None:
    """Numba and its kin take half a second and 50 MB: they wait until something is planned."""
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
