"""One request of somebody: who they are, what they may see, and how they are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kiosk.board.form import Form
from kiosk.board.front import Front
from kiosk.board.labels import frame_texts
from kiosk.board.sessions import Session
from kiosk.wording.setting import Setting
from shared.clock import new_id
from shared.domain.model import Person
from shared.domain.site import Site
from shared.words import LANGUAGES, Words, words_for

LOG = structlog.get_logger()
FRAGMENT = "x-fragment"
"""The header by which a page asks for its moving part alone."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A supervisor's request. `sites` are theirs, by account; `site` is the one of the address.

    `form` and `told` are what was posted, as a form or as JSON.
    """

    request: Request
    front: Front
    person: Person
    session: Session
    sites: Mapping[int, Site]
    words: Words
    site_or_none: Site | None = None
    form: Form = field(default_factory=lambda: Form({}))
    told: Any = None

    @property
    def site(self) -> Site:
        """The site of the address."""
        assert self.site_or_none is not None
        return self.site_or_none

    @property
    def setting(self) -> Setting:
        """How a page of the site speaks."""
        return self.front.setting_of(self.site, self.words.language)

    @property
    def home(self) -> str:
        """The beginning of the site's addresses."""
        return f"/sites/{self.site.account_id}"

    @property
    def is_fragment(self) -> bool:
        """Does a page ask for its moving part?"""
        return FRAGMENT in self.request.headers

    def asked(self, name: str, longest: int = 80) -> str:
        """A field of the address, "" where it was not named."""
        return self.request.query_params.get(name, "").strip()[:longest]

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page of the site in the person's language; its moving part alone where that was asked for."""
        here = self.site_or_none
        frame = frame_texts(self.words)
        values = {
            "t": frame,
            "language": self.words.language,
            "who": self.person.name or self.person.number,
            "csrf": self.session.csrf,
            "site": here.name if here else "",
            "home": self.home if here else "",
            "has_sites": len(self.sites) > 1,
            "order_id": new_id(self.front.clock.read().wall),
            "demo": frame["demo"] if self.front.demo else "",
            "version": self.front.changes.version,
            "fragment": self.is_fragment,
            "tab": "",
            "waiting": self.front.waiting.get(here.account_id, 0) if here else 0,
            **values,
        }
        return HTMLResponse(self.front.pages.render(template, **values), status)

    def go(self, address: str) -> Response:
        """To another page, after something was done."""
        return RedirectResponse(address, 303)


def language_of(request: Request, front: Front, person: Person | None = None) -> Words:
    """The person's language, else the first of the browser's that we speak, else the terminal's."""
    if person is not None and person.language in LANGUAGES:
        return words_for(person.language)
    for told in request.headers.get("accept-language", "")[:200].split(","):
        found = told.partition(";")[0].strip().lower().partition("-")[0]
        if found in LANGUAGES:
            return words_for(found)
    return words_for(front.language)
