"""Signed-in calls to tamigo: the token in the header, or in the query where only that is understood.

Clients in the field send `x-tamigo-token`, the document shows the query, and neither mentions the other. So the header
is tried first, and the query once where the header is refused; what was answered well is kept to.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

from shared.upstream.call import Answer
from shared.upstream.errors import NotAllowed, NotAsItIs, UpstreamError
from shared.upstream.http import Http
from shared.upstream.tamigo.document import read_document
from shared.upstream.tamigo.fields import Misread, Row
from shared.upstream.tamigo.message import checked
from shared.upstream.tamigo.request import Request
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.settings import TamigoSettings, TokenIn
from shared.upstream.tamigo.sign_in import SignIn
from shared.upstream.tamigo.token_log import keep_tokens_out_of_logs

TOKEN_HEADER = "x-tamigo-token"  # noqa: S105  a name
# What a server that does not look at the header may say of the missing token. None of them carried anything out.
TOKEN_NOT_SEEN = frozenset({400, 401, 403})
SESSION_CHECK = Request("GET", "/Login/", "session check")

Value = TypeVar("Value")


class Api:
    """Calls below `base_url`; every one may raise an `UpstreamError`."""

    def __init__(self, settings: TamigoSettings, http: Http, sign_in: SignIn) -> None:
        self._base_url = settings.base_url
        self._accept = f"application/{settings.answers}"
        self._http = http
        self._sign_in = sign_in
        self._token_in = settings.token_in
        keep_tokens_out_of_logs()

    def call(self, request: Request) -> Answer:
        """One call. A 401 says that it was not carried out, so it is made once more with a new token.

        NotAsItIs where the answer is a 200 that says no; NotForOurRole where only this service is refused.
        """
        token = self._sign_in.token()
        try:
            return checked(self._exchange(request, token))
        except NotAllowed as refused:
            if refused.status != 401:
                raise self._of_role(request, refused) from refused
        token = self._sign_in.another_token(token)
        try:
            return checked(self._exchange(request, token))
        except NotAllowed as refused:
            if refused.status == 401 and not self._is_good(token):
                raise
            raise self._of_role(request, refused) from refused

    @property
    def role(self) -> str:
        """tamigo's word for what we are; empty before the first sign-in of this process."""
        return self._sign_in.role

    def _exchange(self, request: Request, token: str) -> Answer:
        if self._token_in is not TokenIn.AUTO:
            return self._send(request, token, self._token_in)
        try:
            answer = self._send(request, token, TokenIn.HEADER)
        except (NotAllowed, NotAsItIs) as refused:
            if refused.status not in TOKEN_NOT_SEEN or (isinstance(refused, NotAllowed) and refused.by_firewall):
                raise
            answer = self._send(request, token, TokenIn.QUERY)
            self._token_in = TokenIn.QUERY
        else:
            self._token_in = TokenIn.HEADER
        return answer

    def _send(self, request: Request, token: str, token_in: TokenIn) -> Answer:
        # Both headers always: without them the format is the server's choice, and integrators report XML.
        format_ = self._accept if request.method == "GET" else "application/json"
        headers = {"Accept": format_, "Content-Type": format_}
        query = dict(request.query)
        if token_in is TokenIn.QUERY:
            query = {request.token_name: token, **query}
        else:
            headers[TOKEN_HEADER] = token
        url = f"{self._base_url}{request.path}" + (f"?{urlencode(query)}" if query else "")
        return self._http.send(
            request.method, url, headers=headers, body=request.body, read=read_document, secrets=(token,)
        )

    def _is_good(self, token: str) -> bool:
        """Whether the session lives: then a 401 was about the service that was asked for."""
        try:
            self._send(SESSION_CHECK, token, TokenIn.HEADER if self._token_in is TokenIn.AUTO else self._token_in)
        except UpstreamError:
            return False
        return True

    def _of_role(self, request: Request, refused: NotAllowed) -> NotAllowed:
        if refused.by_firewall:
            return refused
        why = f"it answered {refused.status}" + (f", {request.needs}" if request.needs else "")
        return NotForOurRole(request.service, why, role=self.role, status=refused.status, answer=refused.answer)


def read_rows(answer: Answer, read: Callable[[Row], Value]) -> list[Value]:
    """Every row of a list; Unreadable when it is no list or one row cannot be read: half a rota is none."""
    try:
        return [read(_record(row)) for row in _list(answer.value)]
    except Misread as error:
        raise answer.unreadable(str(error)) from error


def read_one(answer: Answer, read: Callable[[Row], Value]) -> Value | None:
    """The one record of an answer, or None where there is none in it."""
    try:
        told = answer.value
        if isinstance(told, list):
            told = told[0] if told else None
        return None if told in (None, "", {}) else read(_record(told))
    except Misread as error:
        raise answer.unreadable(str(error)) from error


def _list(rows: object) -> list[object]:
    if not isinstance(rows, list):
        raise Misread("a list was expected")
    return rows


def _record(row: object) -> Mapping[str, object]:
    if not isinstance(row, Mapping):
        raise Misread("a record was expected")
    return row
