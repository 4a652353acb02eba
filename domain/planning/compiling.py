"""How the kernel is compiled: at its first call, and kept for later processes where numba finds a folder to write in."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from numba import njit

NOT_KEPT = (
    "the compiled planner can't be kept: neither its folder nor the user's cache can be written, so every process compiles "
    "it anew (about ten seconds); name a folder in NUMBA_CACHE_DIR"
)


def kept(function: Callable[..., Any]) -> Any:
    """Compiled, running without the interpreter's lock, so that the loop goes on beside it; its machine code lies beside
    the source, in the user's cache or in NUMBA_CACHE_DIR."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        warnings.warn(NOT_KEPT, RuntimeWarning, stacklevel=2)
        return njit(nogil=True)(function)
