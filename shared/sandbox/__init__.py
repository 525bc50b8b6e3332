"""The upstream systems played by Clockpost itself, as one process that listens on loopback only."""
