"""What the templates of the back office can call."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from bot.web.console import menu, once, words
from conversations import text


def shown(routes: Blueprint) -> None:
    """Makes the words and figures known to the templates."""

    @routes.record_once
    def add(state: BlueprintSetupState) -> None:
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
        )
