"""Talking points: what may be spoken of in one shop today, and what only the manager sees."""

from domain.talking.catalogue import CATALOGUE, Template
from domain.talking.choose import Line, Talk, choose, objective
from domain.talking.facts import Facts, Near, News, Promise, Said
from domain.talking.headline import one_line
from domain.talking.ready import ready_text

__all__ = [
    "CATALOGUE",
    "Facts",
    "Line",
    "Near",
    "News",
    "Promise",
    "Said",
    "Talk",
    "Template",
    "choose",
    "objective",
    "one_line",
    "ready_text",
]
