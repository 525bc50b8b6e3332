"""Pages out of templates, everything in them escaped, and the files beside them, named after what is in them.

All words come from Python: a template has none, so that `make words` finds every sentence.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

HERE: Final = Path(__file__).parent
KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}
A_YEAR: Final = "public, max-age=31536000, immutable"


class Pages:
    """Templates and files, read once."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._files = {path.name: path.read_bytes() for path in sorted((HERE / "static").iterdir()) if path.is_file()}
        self._templates.globals["file"] = self.address_of

    def render(self, template: str, **values: Any) -> str:
        """The page as text; a value that the template needs and was not given is an error."""
        return self._templates.get_template(template).render(values)

    def address_of(self, name: str) -> str:
        """The path of a file, with a digest of its content: a changed file is another one."""
        return f"/static/{hashlib.sha256(self._files[name]).hexdigest()[:12]}/{name}"

    async def static(self, request: Request) -> Response:
        """A file under its name; also under an old digest, for a page that was loaded before an update."""
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None or name == "sw.js":
            return Response(status_code=404)
        is_this = request.url.path == self.address_of(name)
        headers = {"cache-control": A_YEAR if is_this else "no-cache"}
        return Response(content, media_type=KINDS[Path(name).suffix], headers=headers)

    async def service_worker(self, _request: Request) -> Response:
        """At the root: it may only serve what lies below it. Browsers look for a new one at every visit."""
        return Response(self._files["sw.js"], media_type="text/javascript", headers={"cache-control": "no-cache"})

    async def manifest(self, _request: Request) -> Response:
        """What a phone needs to put the page on its home screen."""
        return Response(self._files["manifest.json"], media_type="application/manifest+json")
