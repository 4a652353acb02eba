"""The rules of the trade, pure: no I/O, and `now` is always an argument."""
