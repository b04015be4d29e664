"""Chats, what waits for a person in them, and messages that could not be sent."""

from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select
from sqlmodel import col

from bot.post.again import send_again as write_again
from bot.post.files import path_of
from bot.post.showing import without_metadata
from bot.post.tables import Media, MediaState
from bot.web.console import letters, paging, unsent
from bot.web.console.blueprint import Console
from bot.web.console.forms import Form
from bot.web.console.once import Outcome
from bot.web.console.visit import Visit
from bot.web.webhooks.media import from_outside
from conversations.text import _
from domain.network.tables import Contact, Person
from domain.refusal import Code, Refusal


def letters_room(console: Console) -> None:
    """Adds the pages of messages."""
    _chats(console)
    _waiting(console)
    _unsent(console)


def _chats(console: Console) -> None:
    @console.page("/chats")
    def chats(visit: Visit) -> ResponseReturnValue:
        asked = paging.words()
        rows = paging.rows(lambda offset, most: _writers(visit, asked, offset, most), by_time=True)
        contacts = [contact for contact, _person in rows.shown]
        return visit.render(
            "chats.html",
            words_asked=asked,
            rows=rows,
            last=letters.last_words(visit, contacts),
            parties={contact.id: visit.desk.circle.parties_of(contact) for contact in contacts},
            talks={talk.contact_id: talk for talk in visit.desk.care.waiting().talks},
        )

    @console.page("/chats/<row:contact_id>")
    def chat(visit: Visit, contact_id: int) -> ResponseReturnValue:
        contact = visit.desk.circle.contact(contact_id)
        visit.shows(f"contact:{contact_id}")
        lines, whole = letters.of_chat(visit, contact)
        talks = visit.desk.care.waiting().talks
        return visit.render(
            "chat.html",
            contact=contact,
            name=letters.name_of(contact, visit.books.get(Person, contact.person_id) if contact.person_id else None),
            parties=visit.desk.circle.parties_of(contact),
            lines=lines,
            whole=whole,
            talk=next((talk for talk in talks if talk.contact_id == contact_id), None),
        )


def _writers(visit: Visit, asked: str, offset: int, most: int) -> list[tuple[Contact, Person | None]]:
    """Contacts whose chats concern the house, those who wrote last first."""
    wanted = (
        select(Contact, Person)
        .outerjoin(Person, col(Person.id) == col(Contact.person_id))
        .where(col(Contact.id).in_(visit.desk.circle.writers()))
        .order_by(col(Contact.last_inbound_at).desc().nulls_last(), col(Contact.id))
    )
    if asked:
        named = (Person.name, Contact.profile_name, Contact.phone)
        wanted = wanted.where(
            or_(*(func.lower(col(column)).contains(asked.lower(), autoescape=True) for column in named))
        )
    return [(contact, person) for contact, person in visit.books.execute(wanted.offset(offset).limit(most))]


def _waiting(console: Console) -> None:
    @console.page("/waiting")
    def waiting(visit: Visit) -> ResponseReturnValue:
        return visit.render("waiting.html", waits=visit.desk.care.waiting())

    @console.action("/outlets/<row:request_id>/take-on")
    def take_on(visit: Visit, form: Form, request_id: int) -> Outcome:
        shop = visit.desk.joining.take_on(request_id)
        return Outcome(form.back, _("%(shop)s can order now and has been told.", shop=shop.name))

    @console.action("/outlets/<row:request_id>/turn-down")
    def turn_down(visit: Visit, form: Form, request_id: int) -> Outcome:
        request = visit.desk.joining.turn_down(request_id)
        return Outcome(form.back, _("%(shop)s has been told no.", shop=request.name))

    @console.action("/hand-overs/<row:handover_id>/hand-back")
    def hand_back(visit: Visit, form: Form, handover_id: int) -> Outcome:
        visit.desk.care.hand_back(handover_id)
        return Outcome(form.back, _("The bot answers there again."))

    @console.page("/lists/<row:task_id>/picture")
    def list_picture(visit: Visit, task_id: int) -> ResponseReturnValue:
        task = visit.desk.care.task(task_id)
        kept = visit.books.get(Media, task.media_id) if task.media_id is not None else None
        if kept is None or kept.state is not MediaState.KEPT:
            raise Refusal(Code.NOT_FOUND, what="file")
        visit.shows(f"to_type:{task_id}")
        content = path_of(visit.wiring.settings.media_dir, kept.sha256).read_bytes()
        return from_outside(without_metadata(content, kept.kind), kept.kind)


def _unsent(console: Console) -> None:
    @console.page("/unsent")
    def unsent_letters(visit: Visit) -> ResponseReturnValue:
        return visit.render("unsent.html", unsent=unsent.unsent(visit))

    @console.action("/unsent/<row:message_id>/again")
    def send_again(visit: Visit, form: Form, message_id: int) -> Outcome:
        found = unsent.one(visit, message_id)
        write_again(visit.books, found.row, visit.desk.now)
        return Outcome(form.back, _("It is on its way to %(name)s again.", name=found.who))
