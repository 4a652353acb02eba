"""How fast the whole durable path answers, beside a bare python-telegram-bot echo bot: `make bench-wire`."""
