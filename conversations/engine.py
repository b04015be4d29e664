"""One turn of a chat: a state and a message in, the next state and one answer out. Nobody else moves a chat."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from conversations import hearing, interrupts, router
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome
from conversations.explain import explain
from conversations.message import Kind, Message
from conversations.prompts import Call, Prompt, Return
from conversations.state import MOST_FRAMES, Frame, Shown, State
from conversations.text import _
from domain.desk.desk import Desk
from domain.refusal import Refusal

MOST_CALLS = 8
TRIES_BEFORE_A_PERSON = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice of an answer, under the id that a tap brings back."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The one answer of a turn."""

    text: str
    offers: tuple[Offer, ...] = ()
    attach: Any = None
    topic: str = ""
    once: str = ""


class RestartedDialog(Exception):  # noqa: N818 - not an error: the dialog has changed since it was left
    """A dialog of an older version without an upgrade."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a message asks for: an action of a dialog with what it takes."""

    dialog: str
    action: str
    arguments: tuple[Any, ...] = ()


class Turn:
    """The work of one turn; made for it and thrown away."""

    def __init__(self, state: State, message: Message, desk: Desk, savepoint: Callable[[], AbstractContextManager[Any]]):
        self.chat = Chat(desk, message)
        self.state = state
        self.frames = list(state.frames)
        self.savepoint = savepoint
        self.preface = ""
        self.failed = False

    def run(self) -> tuple[State, Reply]:
        """Answers the message."""
        self._upgrade()
        self._lend_slots()
        try:
            with self.savepoint():
                prompt = self._answer()
        except Refusal as refusal:
            self.frames = list(self.state.frames)
            self.preface = explain(refusal)
            prompt = self._present()
        return self._close(prompt)

    # --- what does the message ask for?

    def _answer(self) -> Prompt:
        interrupt = interrupts.heard(self.chat)
        if interrupt == "back":
            return self._back()
        if interrupt == "cancel" and self.frames and not interrupts.names_an_order(self.chat):
            return self._settle(self._dialog().cancelled(self.chat))
        if interrupt is not None and interrupt != "cancel":
            return self._open(*interrupts.DIALOGS[interrupt])
        step = self._step()
        if step is not None:
            return self._settle(self._do(step))
        return self._not_understood()

    def _step(self) -> Step | None:
        message = self.chat.message
        if message.kind is Kind.TAP and message.tap:
            return self._tapped(message.tap)
        return self._typed_choice() or self._asked() or self._heard() or router.wish(self.chat)

    def _tapped(self, tap: str) -> Step | None:
        turn, dot, position = tap.partition(".")
        if dot and turn == str(self.state.turn) and position.isdecimal() and 0 < int(position) <= len(self.state.shown):
            return _step_of(self.state.shown[int(position) - 1])
        return Step("engine", "present")

    def _typed_choice(self) -> Step | None:
        if self.chat.message.kind is not Kind.TEXT or not self.state.shown:
            return None
        shown = hearing.chosen(self.chat.text, self.state.shown, digits=self.state.asks is None)
        return _step_of(shown) if shown else None

    def _asked(self) -> Step | None:
        if self.state.asks is None:
            return None
        reader, action = self.state.asks
        return self._read_by(reader, action)

    def _heard(self) -> Step | None:
        for reader, action in self.state.hears:
            step = self._read_by(reader, action)
            if step is not None:
                return step
        return None

    def _read_by(self, reader: str, action: str) -> Step | None:
        taken = hearing.READERS[reader](self.chat)
        if taken is None:
            return None
        dialog, _dot, name = action.partition(".")
        return Step(dialog, name, taken)

    # --- doing it

    def _do(self, step: Step) -> Outcome:
        if step.dialog == "engine":
            return self._present(stale=True)
        if not self.frames or self.frames[-1].dialog != step.dialog:
            self._push(Dialog.known[step.dialog])
        action = getattr(self._dialog(), step.action)
        outcome: Outcome = action(self.chat, *step.arguments)
        return outcome

    def _settle(self, outcome: Outcome) -> Prompt:
        for _turn in range(MOST_CALLS):
            if isinstance(outcome, Prompt):
                return outcome
            if isinstance(outcome, Call):
                outcome = self._call(outcome)
            else:
                outcome = self._return(outcome)
        raise RuntimeError("dialogs call each other without an end")

    def _call(self, call: Call) -> Outcome:
        then = call.then.__name__ if call.then else ""
        self._push(call.dialog, then)
        return self._dialog().start(self.chat, *call.arguments)

    def _return(self, back: Return) -> Outcome:
        frame = self.frames.pop()
        self._lend_slots()
        if not self.frames:
            return self._draw_menu()
        if frame.then:
            outcome: Outcome = getattr(self._dialog(), frame.then)(self.chat, back.value)
            return outcome
        return self._draw(self.frames[-1])

    def _open(self, name: str, action: str) -> Prompt:
        self._push(Dialog.known[name])
        outcome: Outcome = getattr(self._dialog(), action)(self.chat)
        return self._settle(outcome)

    def _push(self, dialog: type[Dialog], then: str = "") -> None:
        self.frames = [frame for frame in self.frames if frame.dialog != dialog.name and not frame.ended]
        self.frames = [*self.frames[-(MOST_FRAMES - 1) :], Frame(dialog.name, dialog.version, then=then)]
        self._lend_slots()

    # --- showing where we are

    def _back(self) -> Prompt:
        if not self.frames:
            return self._settle(self._draw_menu())
        frame = self.frames[-1]
        if frame.before and not frame.ended:
            screen, arguments = frame.before[-1]
            self.frames[-1] = replace(frame, screen=screen, arguments=arguments, before=frame.before[:-1])
            return self._present()
        self.frames.pop()
        return self._present()

    def _present(self, stale: bool = False) -> Prompt:
        if stale:
            self.preface = _("That was an older message. Here is where we are now.")
        if not self.frames:
            return self._settle(self._draw_menu())
        self._lend_slots()
        return self._settle(self._draw(self.frames[-1]))

    def _draw(self, frame: Frame) -> Outcome:
        outcome: Outcome = getattr(Dialog.known[frame.dialog](), frame.screen)(self.chat, *frame.arguments)
        return outcome

    def _draw_menu(self) -> Outcome:
        self._push(Dialog.known["menu"])
        return self._dialog().start(self.chat)

    def _not_understood(self) -> Prompt:
        self.failed = True
        if self.state.tries + 1 >= TRIES_BEFORE_A_PERSON:
            return self._open("human", "offer")
        prompt = self._dialog().lost(self.chat) if self.frames else None
        if prompt is not None:
            return prompt
        self.preface = _("I did not understand that.")
        return self._present()

    # --- putting it down

    def _close(self, prompt: Prompt) -> tuple[State, Reply]:
        self._remember(prompt)
        turn = self.state.turn + 1 if prompt.choices else self.state.turn
        name = self.frames[-1].dialog if self.frames else ""
        shown = tuple(_shown(name, choice.label, choice.action, choice.facts, choice.means) for choice in prompt.choices)
        hears = tuple((reader.__name__, _qualified(name, action)) for reader, action in prompt.hears.items())
        asks = (prompt.asks[0].__name__, _qualified(name, prompt.asks[1])) if prompt.asks else None
        tries = self.state.tries + 1 if self.failed else 0
        state = State(turn, tuple(self.frames), shown, hears, asks, tries)
        text = f"{self.preface}\n{prompt.text}" if self.preface else prompt.text
        offers = tuple(
            Offer(f"{turn}.{position}", choice.label, choice.description)
            for position, choice in enumerate(prompt.choices, start=1)
        )
        return state, Reply(text, offers, prompt.attach, prompt.topic, prompt.once)

    def _remember(self, prompt: Prompt) -> None:
        if self.frames and prompt.screen:
            moved = self.frames[-1].at(prompt.screen, prompt.arguments)
            self.frames[-1] = replace(moved, slots=dict(self.chat.slots), ended=prompt.ends)

    def _dialog(self) -> Dialog:
        return Dialog.known[self.frames[-1].dialog]()

    def _lend_slots(self) -> None:
        self.chat.slots = dict(self.frames[-1].slots) if self.frames else {}

    def _upgrade(self) -> None:
        kept: list[Frame] = []
        for frame in self.frames:
            upgraded = upgrade(frame)
            if upgraded is None:
                self.preface = _("This part of the chat has been improved meanwhile, so it starts afresh.")
                break
            kept.append(upgraded)
        if len(kept) < len(self.frames):
            self.state = replace(self.state, frames=tuple(kept), shown=(), hears=(), asks=None)
        self.frames = kept


def upgrade(frame: Frame) -> Frame | None:
    """The frame as the present version of its dialog knows it; None where no upgrade leads there."""
    dialog = Dialog.known.get(frame.dialog)
    if dialog is None or not callable(getattr(dialog, frame.screen, None)):
        return None
    while frame.version < dialog.version and frame.version in dialog.upgrades:
        frame = replace(dialog.upgrades[frame.version](frame), version=frame.version + 1)
    return frame if frame.version == dialog.version else None


def turn(
    state: State, message: Message, desk: Desk, savepoint: Callable[[], AbstractContextManager[Any]]
) -> tuple[State, Reply]:
    """Answers one message. `savepoint` opens a part of the transaction that a refusal undoes."""
    return Turn(state, message, desk, savepoint).run()


def _shown(dialog: str, label: str, action: Callable[..., Any], facts: tuple[Any, ...], means: str) -> Shown:
    return Shown(label, _qualified(dialog, action), facts, means)


def _qualified(dialog: str, action: Callable[..., Any]) -> str:
    owner = getattr(action, "__self__", None)
    return f"{owner.name if isinstance(owner, Dialog) else dialog}.{action.__name__}"


def _step_of(shown: Shown) -> Step:
    dialog, _dot, action = shown.action.partition(".")
    return Step(dialog, action, shown.facts)
