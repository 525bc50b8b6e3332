"""The supervisor's desk at the door: what waits, what is asked, and the word that is given."""
