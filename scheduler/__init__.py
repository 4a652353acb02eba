"""Time in: the table of jobs with their lateness, driven by APScheduler as a metronome."""
