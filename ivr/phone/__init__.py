"""A telephone in the terminal, written from Twilio's documents.

Rule 1: it shares no code with the phone line, so that neither can hide a mistake of the other.
Rule 2: what it does is what Twilio documents. Where no document settles it, there is a setting.
Rule 3: it never sleeps. That it waited is written in the transcript.
"""
