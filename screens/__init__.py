"""What a person sees: domain objects become text and buttons; every word goes through gettext."""
