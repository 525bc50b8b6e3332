"""The wall tablet where guards tap a badge."""
