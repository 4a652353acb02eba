"""The process: settings, wiring, the `visitbot` command, clocks, the worker, the sender and the wire to Telegram."""
