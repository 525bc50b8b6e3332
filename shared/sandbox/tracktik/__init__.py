"""TrackTik's work-session API, played from its own document."""
