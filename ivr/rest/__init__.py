"""Twilio's REST side: pointing a number at the line, and fetching what was recorded while the line was away."""
