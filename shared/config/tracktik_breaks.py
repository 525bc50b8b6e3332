"""How breaks go to TrackTik: its path is known, the fields of a break are in no public document."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from shared.config.section import Section
from shared.domain.break_record import NAMES, OF_SESSION, unknown_names


def _known(template: Any) -> Any:
    unknown = sorted(set(unknown_names(template)))
    if unknown:
        raise ValueError(f"{{{unknown[0]}}} is nothing that is known of a break; there are {', '.join(NAMES)}")
    return template


def _of_session(template: Any) -> Any:
    # What was sent is looked for after its times were corrected too.
    other = sorted(set(unknown_names(template, OF_SESSION)))
    if other:
        raise ValueError(f"{{{other[0]}}} cannot be looked by; there are {', '.join(OF_SESSION)}")
    return template


class TrackTikBreaks(Section):
    """One record a break, sent once it has ended. Names in braces are filled in."""

    path: str = Field("/break-sessions", pattern="^/", description="below base_url")
    body: Annotated[dict[str, Any], AfterValidator(_known)] = Field(
        min_length=1, description='the fields as your TrackTik names them: {workSession = "{work_session}", ...}'
    )
    look: Annotated[dict[str, str], AfterValidator(_of_session)] = Field(
        {}, description="the query that lists the breaks of a session; without it a lost answer waits for a person"
    )
    id_field: str = Field("id", min_length=1, description="where the answer names the record")
