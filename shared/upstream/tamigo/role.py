"""What a role may not do. It is a fault of the set-up, but of one service: the others go on."""

from shared.upstream.errors import NotAllowed


class NotForOurRole(NotAllowed):
    """Our session is good, and this service is refused to it. Whoever pauses an upstream for NotAllowed goes on here.

    `service` is the method and path without what varies, such as "GET /shifts/all".
    """

    def __init__(self, service: str, why: str, *, role: str = "", status: int | None = None, answer: str = "") -> None:
        ours = f"our role {role}" if role else "our login"
        super().__init__(
            f"tamigo {service}: not for {ours}: {why}. Give the login the right in tamigo, or use another "
            "under [upstream.tamigo].",
            status=status,
            answer=answer,
        )
        self.service = service
