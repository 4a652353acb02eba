"""The process: settings, wiring, the `visitbot` command, clocks, the worker, the sender and the wire to Telegram."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""python-telegram-bot: durations as timedelta, its coming default."""
