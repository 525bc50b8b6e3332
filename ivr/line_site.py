"""A site as the phone line serves it."""

from dataclasses import dataclass

from shared.recording import Door
from shared.words.calendar import LocalTime


@dataclass(frozen=True, slots=True)
class LineSite:
    """Numbers are in E.164; `supervisor_phone` is as a person would dial it, "" where there is none.

    `language` is what its callers are greeted in, "" for the line's own.
    """

    door: Door
    local: LocalTime
    called_numbers: tuple[str, ...] = ()
    landlines: tuple[str, ...] = ()
    supervisor_phone: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        """The site's name."""
        return self.door.site.name

    @property
    def account_id(self) -> int:
        """The upstream's id of this client site."""
        return self.door.site.account_id

    def lists(self, sites: tuple[str, ...]) -> bool:
        """Is this site among the ones a person is listed for, by name or by account?"""
        return self.name in sites or str(self.account_id) in sites
