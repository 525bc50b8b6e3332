"""Settings of punctuality: for every site, or for one of them."""

from typing import Literal

from pydantic import Field

from shared.config.section import Section

MOST_GRACE_S = 7200


class Punctuality(Section):
    """How early and how late is on time. A grace that is not set is `site.grace_s`."""

    schedule: Literal["on", "off"] = Field("on", description="off: nobody is judged by the rota")
    grace_early_s: int | None = Field(None, ge=0, le=MOST_GRACE_S, description="before the shift's start")
    grace_late_s: int | None = Field(None, ge=0, le=MOST_GRACE_S, description="after the shift's start")
    grace_early_out_s: int | None = Field(None, ge=0, le=MOST_GRACE_S, description="before the shift's end")
    grace_late_out_s: int | None = Field(None, ge=0, le=MOST_GRACE_S, description="after the shift's end")
    minimum_rest: Literal["block", "flag"] = Field("block", description="what site.minimum_rest_s does")
