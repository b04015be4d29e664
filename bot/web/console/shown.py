"""What the templates of the back office can call, and how its addresses name rows."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import IntegerConverter, Map

from bot.web.console import menu, once, words
from conversations import text


class RowNumber(IntegerConverter):
    """A row's number in an address; one that no database holds is no page."""

    def __init__(self, known: Map) -> None:
        super().__init__(known, max=2**31 - 1)


def shown(routes: Blueprint) -> None:
    """Makes the words and figures known to the templates, and rows to the addresses: to be called before any page."""

    @routes.record_once
    def add(state: BlueprintSetupState) -> None:
        state.app.url_map.converters["row"] = RowNumber
        state.app.jinja_env.globals.update(
            _=text._,
            ngettext=text.ngettext,
            number=text.number,
            day=text.day,
            full_date=text.full_date,
            spoken=text.spoken,
            fresh_key=once.fresh_key,
            menu=menu.menu,
            thumb=menu.thumb,
            words=words,
            languages=text.LANGUAGES,
        )
        state.app.jinja_env.filters.update(hold_reason=words.hold_reason, role_word=words.role)
