"""From what happened to what the screen says: pure functions from outcomes to views."""
