"""Writing hours back to tamigo: whole worked shifts, or attendance, through the same outbox as everything else."""
