"""tamigo's two logins and the check of a session.

Documents: support.tamigo.no articles 5000793304 (application), 5000793310 (user, session check) and 5000793254 (a
session token expires after 20 minutes; whether use prolongs it is not said, so it is not relied on).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from shared.upstream.call import Answer
from shared.upstream.errors import NotAsItIs
from shared.upstream.http import Http
from shared.upstream.sign_in_record import Tokens, is_token
from shared.upstream.tamigo.credentials import Credentials
from shared.upstream.tamigo.document import read_document
from shared.upstream.tamigo.fields import NOBODY
from shared.upstream.tamigo.message import checked
from shared.upstream.tamigo.settings import ApplicationLogin, TamigoSettings

SESSION_S = 20 * 60.0
JSON = {"Accept": "application/json", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Session:
    """What a login gave. `role` is tamigo's word, such as Application or Planner; empty where not told."""

    tokens: Tokens
    role: str


def sign_in(http: Http, settings: TamigoSettings, credentials: Credentials) -> Session:
    """A new session; raises an `UpstreamError`, NotAsItIs for a 200 that gives none."""
    login = settings.login
    if isinstance(login, ApplicationLogin):
        path, body = "/login/application", {"Name": login.name, "Key": credentials.secret}
    else:
        path, body = "/Login/", {"Email": login.email, "Password": credentials.secret}
        if login.company:
            body["DefaultCompanyId"] = login.company
    answer = http.send(
        "POST",
        f"{settings.base_url}{path}",
        headers=JSON,
        body=json.dumps(body),
        read=read_document,
        secrets=(credentials.secret,),
        private=True,
    )
    return _session(checked(answer))


def _session(answer: Answer) -> Session:
    told = _fields(answer)
    token = told["SessionToken"]
    if token in (None, "", str(NOBODY)):
        raise NotAsItIs(f"{answer.call.name}: answered without a session token", status=answer.status)
    if not is_token(token):
        raise answer.unreadable("the session token in it is none")
    role = told.get("Role")
    return Session(Tokens(str(token), "", SESSION_S), role if isinstance(role, str) else "")


def _fields(answer: Answer) -> Mapping[str, object]:
    """The parts of the answer; the vendor's page prints a name with spaces around it."""
    told = answer.value if isinstance(answer.value, Mapping) else {}
    parts = {str(name).strip(): part for name, part in told.items()}
    if "SessionToken" not in parts:
        raise answer.unreadable("the answer holds no SessionToken")
    return parts
