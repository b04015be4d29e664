"""Talks are the same on either database; these run on SQLite alone, to be quick."""

import pytest


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The address of empty, migrated SQLite books."""
    return sqlite_url
