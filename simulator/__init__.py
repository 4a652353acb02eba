"""Telegram on this machine: the Bot API over HTTP, people with phones, groups, a clock that can be moved.

Start it alone with ``python -m simulator``, or from tests with :class:`simulator.phones.Telegram`.
"""
