"""Placing a call and sending a message: what a request must hold, and which numbers Twilio takes none for.

Codes and sentences are those of Twilio's list of errors. The numbers of its test credentials refuse here as they do
there; every other number counts as verified, so that a trial account may reach it.
"""

import re
from collections.abc import Mapping
from typing import Final

from shared.sandbox.twilio.exchange import Exchange
from shared.sandbox.twilio.outgoing import Callee, PlacedCall, SentMessage
from shared.sandbox.twilio.rejected import Rejected

LONGEST_TWIML, LONGEST_BODY = 4000, 1600
E_164: Final = re.compile(r"\+[1-9]\d{6,14}")
CALLS_REFUSED: Final = {"+15005550001": 21211, "+15005550002": 21214, "+15005550003": 21215, "+15005550004": 21216}
MESSAGES_REFUSED: Final = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
SENTENCES: Final = {
    21211: "The 'To' number {to} is not a valid phone number.",
    21214: "'To' phone number cannot be reached: {to}",
    21215: "Account not authorized to call {to}. Perhaps you need to enable some international permissions.",
    21216: "Account not allowed to call {to}",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}.",
    21610: "Attempt to send to unsubscribed recipient",
    21612: "The 'To' phone number: {to}, is not currently reachable using the 'From' phone number.",
    21614: "'To' number {to} is not a valid mobile number",
}


def place_call(exchange: Exchange, fields: Mapping[str, str]) -> PlacedCall:
    """The call that a POST to Calls asks for, queued; raises `Rejected`."""
    receiver, sender = fields.get("To", ""), fields.get("From", "")
    twiml, url = fields.get("Twiml", ""), fields.get("Url", "")
    if not receiver:
        raise Rejected(400, 21201, "No 'To' number is specified")
    if not sender:
        raise Rejected(400, 21213, "'From' phone number is required")
    if not (twiml or url or fields.get("ApplicationSid")):
        raise Rejected(400, 21205, "Url parameter is required.")
    if len(twiml) > LONGEST_TWIML:
        raise Rejected(400, 32018, f"The Twiml parameter exceeds {LONGEST_TWIML} characters")
    if sender not in {number.phone_number for number in exchange.numbers.values() if number.voice}:
        raise Rejected(400, 21210, f"The source phone number provided, {sender}, is not yet verified for your account.")
    callee = _reachable(exchange, receiver, CALLS_REFUSED)
    created = exchange.now()
    return exchange.put_placed(
        PlacedCall(sender=sender, receiver=receiver, twiml=twiml, url=url, date_created=created, end=callee.call)
    )


def send_message(exchange: Exchange, fields: Mapping[str, str]) -> SentMessage:
    """The message that a POST to Messages asks for, queued; raises `Rejected`."""
    receiver, sender, body = fields.get("To", ""), fields.get("From", ""), fields.get("Body", "")
    if not receiver:
        raise Rejected(400, 21604, "A 'To' phone number is required.")
    if not sender:
        raise Rejected(400, 21603, "A 'From' phone number is required.")
    if not body:
        raise Rejected(400, 21602, "Message body is required.")
    if len(body) > LONGEST_BODY:
        raise Rejected(400, 21617, f"The concatenated message body exceeds the {LONGEST_BODY} character limit")
    if sender not in {number.phone_number for number in exchange.numbers.values() if number.sms}:
        sentence = f"The 'From' phone number {sender} is not a valid message-capable Twilio phone number."
        raise Rejected(400, 21606, sentence)
    callee = _reachable(exchange, receiver, MESSAGES_REFUSED)
    message = SentMessage(
        sender=sender,
        receiver=receiver,
        body=body,
        date_created=exchange.now(),
        end=callee.message,
        error_code=callee.error_code,
    )
    return exchange.put_message(message)


def _reachable(exchange: Exchange, receiver: str, refused: Mapping[str, int]) -> Callee:
    if E_164.fullmatch(receiver) is None:
        raise _refusal(21211, receiver)
    callee = exchange.callees.get(receiver) or Callee(number=receiver)
    code = callee.refuses or refused.get(receiver)
    if code is not None:
        raise _refusal(code, receiver)
    return callee


def _refusal(code: int, receiver: str) -> Rejected:
    return Rejected(400, code, SENTENCES.get(code, "Refused by the sandbox").format(to=receiver))
