"""A short scripted morning: every part as its own process, judged from outside."""
