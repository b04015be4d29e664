"""Channels talk to providers; the database only remembers templates."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite is enough here."""
    return sqlite_url
