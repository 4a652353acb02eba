"""The demo's page in a real browser, as a visitor meets it."""
