"""Oracle's Business Intelligence API: time cards and the lists that tell whose they are. It is only read."""
