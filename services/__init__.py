"""Use cases: one function is one verb of the trade, working in its caller's transaction; it never commits."""

from storage.database import Tx

__all__ = ["Tx"]
