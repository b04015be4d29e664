"""The web application of a house with WhatsApp."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.app import create_app
from bot.wiring import Wiring


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite: who may call is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
def app(house: Wiring) -> Flask:
    """The application."""
    return create_app(house)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who calls it."""
    return app.test_client()
