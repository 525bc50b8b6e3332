"""How long things stay in the ledger file. Without a number they stay for good."""

from pydantic import Field

from shared.config.section import Section


class Retention(Section):
    """Days after which something is removed; what is unfinished or in use is never removed."""

    evidence_days: int | None = Field(
        None, ge=30, le=36_500, description="where an event was recorded and by which telephone; its digest stays"
    )
    refusals_days: int | None = Field(
        None, ge=7, le=36_500, description="refusals, repeats and claims once they are settled, and closed desk items"
    )
    notes_days: int | None = Field(None, ge=7, le=36_500, description="what supervisors wrote beside their decisions")
    voice_days: int | None = Field(None, ge=1, le=36_500, description="the sound of voice messages")
    contacts_days: int | None = Field(None, ge=7, le=36_500, description="calls and messages to people who were late")
    names_days: int | None = Field(
        None, ge=0, le=36_500, description="name, telephone, PIN and badges of somebody after their valid_until"
    )
    events_days: int | None = Field(
        None, ge=90, le=36_500, description="delivered events, with everything about them; the chain stays verifiable"
    )
