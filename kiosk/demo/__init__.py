"""A short scripted morning: every part is a process of its own, and what came of it is judged from outside."""
