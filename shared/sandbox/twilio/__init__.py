"""The REST side of Twilio's telephone service (API 2010-04-01), written from its documents."""
