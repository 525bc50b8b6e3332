"""Setting a terminal up: five questions, each answer tried on the thing itself, and the settings file written."""
