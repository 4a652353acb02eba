"""Tables, queries, migrations, the inbox and the outbox: the only room that knows SQLAlchemy."""
