"""Placed calls and sent messages as Twilio's answers show them.

A call that waits to be dialled has no `start_time`, one that is not over no `end_time` and no `duration`. Every time
of a call may be null; whether `date_created` is one in the answer that placed it is not documented: here it is, so that
no client comes to need it.
"""

from datetime import datetime, timedelta
from typing import Final

from shared.sandbox.twilio.outgoing import CallEnd, PlacedCall, SentMessage
from shared.sandbox.twilio.resources import Account
from shared.sandbox.twilio.rows import ROOT, Row, rfc_2822

TALKED_FOR: Final = timedelta(seconds=20)


def placed_row(account: Account, call: PlacedCall, now: datetime, step_s: float, *, fresh: bool = False) -> Row:
    """A call placed by a request. `fresh`: in the answer to that request."""
    status = "queued" if fresh else call.status_at(now, step_s)
    started = call.date_created if status != "queued" else None
    is_over = status in set(CallEnd)
    talked = TALKED_FOR if status == CallEnd.COMPLETED else timedelta()
    return {
        "sid": call.sid,
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "answered_by": None,
        "from": call.sender,
        "to": call.receiver,
        "direction": "outbound-api",
        "status": status,
        "duration": str(int(talked.total_seconds())) if is_over else None,
        "date_created": None if fresh else rfc_2822(call.date_created),
        "start_time": rfc_2822(started) if started else None,
        "end_time": rfc_2822(started + talked) if started and is_over else None,
        "queue_time": "0",
        "parent_call_sid": None,
        "uri": f"{ROOT}/Accounts/{account.sid}/Calls/{call.sid}.json",
    }


def message_row(account: Account, message: SentMessage, now: datetime, step_s: float, *, fresh: bool = False) -> Row:
    """A message sent by a request. `fresh`: in the answer to that request."""
    status = "queued" if fresh else message.status_at(now, step_s)
    is_on_its_way = status in ("queued", "sending")
    return {
        "sid": message.sid,
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "num_segments": "1",
        "num_media": "0",
        "direction": "outbound-api",
        "from": message.sender,
        "to": message.receiver,
        "status": status,
        "error_code": message.error_code if status in ("failed", "undelivered") else None,
        "error_message": None,
        "date_created": rfc_2822(message.date_created),
        "date_updated": rfc_2822(message.date_created),
        "date_sent": None if is_on_its_way else rfc_2822(message.date_created),
        "messaging_service_sid": None,
        "price": None,
        "price_unit": "USD",
        "subresource_uris": {"media": f"{ROOT}/Accounts/{account.sid}/Messages/{message.sid}/Media.json"},
        "uri": f"{ROOT}/Accounts/{account.sid}/Messages/{message.sid}.json",
    }
