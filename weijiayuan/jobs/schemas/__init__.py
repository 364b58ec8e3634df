"""The shapes of jobs, going out and coming in."""
