"""Days lived by phones and clock: the real bot against the simulator."""
