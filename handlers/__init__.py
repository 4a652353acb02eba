"""Chat in: one module per feature, each handler an ordinary function `(tx, person, incoming, now) -> Reply`."""
