"""The least that settings must say, and an upstream, as text."""

from collections.abc import Callable

from shared.config import Config

Load = Callable[[str], Config]
"""A fixture: write a text as the settings file, and load it."""
Mistakes = Callable[[str], list[str]]
"""A fixture: what is said about a text that cannot be used, a line each, without the file's path."""

LEAST = """
[site]
name = "Harbour Tower"
account = 687
timezone = "Europe/Copenhagen"
"""
TRACKTIK = """
[upstream.tracktik]
base_url = "https://smoke.example.test/rest/v1"
token_url = "https://smoke.example.test/token"
client_id = "clockpost"
client_secret_file = "client.secret"
username = "terminal@example.test"
password_file = "/run/credentials/password"
"""
