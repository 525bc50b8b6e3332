"""What the line says: sentences from values, in the words of each language."""
