"""What each feature adds to the routing table: its commands, buttons, dialogues, views and kinds of objects."""
