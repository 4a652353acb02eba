"""Nothing lost, nothing doubled: kills, faults, fuzz, clocks, and planted faults that all this must catch."""
