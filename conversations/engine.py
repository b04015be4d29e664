"""One turn of a chat: a state and a message in, the next state and one answer out. Nobody else moves a chat."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from conversations import hearing, interrupts, router
from conversations.chat import Chat
from conversations.dialog import Dialog, Outcome
from conversations.explain import explain
from conversations.message import Kind
from conversations.prompts import Call, Choice, Prompt, Reader, Return, To
from conversations.reading import agrees
from conversations.reply import Offer, Reply
from conversations.state import MOST_FRAMES, Ear, Frame, Shown, State
from conversations.step import Step
from conversations.text import _
from domain.refusal import Refusal

Savepoint = Callable[[], AbstractContextManager[Any]]

MOST_CALLS = 8
TRIES_BEFORE_A_PERSON = 3


class Turn:
    """The work of one turn; made for it and thrown away."""

    def __init__(self, state: State, chat: Chat, savepoint: Savepoint, seen: tuple[Shown, ...] | None) -> None:
        self.chat = chat
        self.state = state
        self.frames = list(state.frames)
        self.savepoint = savepoint
        self.notice = seen
        self.failed = False

    def run(self) -> tuple[State, Reply]:
        """Answers the message."""
        self._upgrade()
        self._lend_slots()
        self.seen = self.state.shown if self.notice is None else self.notice
        self.chat.offered = tuple(shown.product for shown in self.seen if shown.product is not None)
        try:
            with self.savepoint():
                prompt = self._answer()
        except Refusal as refusal:
            self.frames = list(self.state.frames)
            self.chat.start_over(explain(refusal))
            prompt = self._present()
        return self._close(prompt)

    # --- what does the message ask for?

    def _answer(self) -> Prompt:
        interrupt = interrupts.heard(self.chat)
        if interrupt != "stop" and self._is_text and hearing.labelled(self.chat.text, self.seen):
            interrupt = None  # what stands on the screen means what the screen says; STOP is never turned off
        if interrupt == "back":
            return self._back()
        if interrupt == "cancel" and self.frames and not (self.frames[-1].ended or self._dialog().passive):
            return self._settle(self._dialog().cancelled(self.chat))
        if interrupt in interrupts.DIALOGS:
            return self._open(*interrupts.DIALOGS[interrupt])
        step = self._step()
        if step is not None:
            return self._settle(self._do(step))
        return self._not_understood()

    def _step(self) -> Step | None:
        message = self.chat.message
        if message.kind is Kind.TAP:
            return self.chat.tapped_notice or self._tapped(message.tap)
        return self._typed() or self._asked() or self._heard() or self._typed_almost() or router.wish(self.chat)

    @property
    def _is_text(self) -> bool:
        return self.chat.message.kind is Kind.TEXT

    def _tapped(self, tap: str) -> Step | None:
        turn, dot, position = tap.partition(".")
        if dot and turn == str(self.state.turn) and position.isdecimal() and 0 < int(position) <= len(self.state.shown):
            return _step_of(self.state.shown[int(position) - 1])
        return Step("engine", "present")

    def _typed(self) -> Step | None:
        """A choice by its label, its place (unless a number answers an open question), or a yes or no."""
        if not self._is_text or not self.seen:
            return None
        text, counts = self.chat.text, self.state.asks is None or self.notice is not None
        shown = hearing.labelled(text, self.seen)
        shown = shown or (hearing.placed(text, self.seen) if counts else None)
        shown = shown or hearing.agreed(text, self.seen)
        return _step_of(shown) if shown else None

    def _typed_almost(self) -> Step | None:
        shown = hearing.alike(self.chat.text, self.seen) if self._is_text else None
        return _step_of(shown) if shown else None

    def _asked(self) -> Step | None:
        return self._read_by(self.state.asks) if self.state.asks else None

    def _heard(self) -> Step | None:
        return next((step for ear in self.state.hears if (step := self._read_by(ear)) is not None), None)

    def _read_by(self, ear: Ear) -> Step | None:
        taken = hearing.READERS[ear.reader](self.chat)
        if taken is None:
            return None
        dialog, _dot, action = ear.action.partition(".")
        return Step(dialog, action, (*ear.facts, *taken))

    # --- doing it

    def _do(self, step: Step) -> Outcome:
        if step.dialog == "engine":
            return self._beyond() if step.action == "beyond" else self._present(stale=True)
        if not self.frames or self.frames[-1].dialog != step.dialog:
            self._push(Dialog.registry[step.dialog])
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
        self._push(Dialog.registry[call.dialog], then)
        outcome: Outcome = getattr(self._dialog(), call.action)(self.chat, *call.arguments)
        return outcome

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
        self._push(Dialog.registry[name])
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

    def _beyond(self) -> Prompt:
        self.failed = True
        self.chat.note(_("Please choose 1 to %(count)s.", count=len(self.seen)))
        return self._present()

    def _present(self, stale: bool = False) -> Prompt:
        if stale:
            self.chat.note(_("That was an older message. Here is where we are now."))
        if not self.frames:
            return self._settle(self._draw_menu())
        self._lend_slots()
        return self._settle(self._draw(self.frames[-1]))

    def _draw(self, frame: Frame) -> Outcome:
        outcome: Outcome = getattr(Dialog.registry[frame.dialog](), frame.screen)(self.chat, *frame.arguments)
        return outcome

    def _draw_menu(self) -> Outcome:
        self._push(Dialog.registry["menu"])
        return self._dialog().start(self.chat)

    def _not_understood(self) -> Prompt:
        self.failed = True
        if self.state.tries + 1 >= TRIES_BEFORE_A_PERSON:
            return self._open("human", "offer")
        prompt = self._lost()
        if prompt is not None:
            return prompt
        if self._is_text and not hearing.plain(self.chat.text):
            self.failed = False  # thanks and signs want no answer of their own
        elif self._is_text and agrees(self.chat.text) is not None:
            self.failed = False
            self.chat.note(_("There is nothing to confirm."))
        else:
            self.chat.note(_("I did not understand that."))
        return self._present()

    def _lost(self) -> Prompt | None:
        """What the dialog says to words that nobody understood; where nothing is under way, what the cart says."""
        if self.frames and not (self.frames[-1].ended or self._dialog().passive):
            return self._dialog().lost(self.chat)
        ordering = Dialog.registry["ordering"]
        prompt = ordering().lost(self.chat)
        if prompt is not None:
            self._push(ordering)
        return prompt

    # --- putting it down

    def _close(self, prompt: Prompt) -> tuple[State, Reply]:
        self._remember(prompt)
        turn = self.state.turn + 1 if prompt.choices else self.state.turn
        name = self.frames[-1].dialog if self.frames else ""
        shown = tuple(shown_of(name, choice) for choice in prompt.choices)
        hears = tuple(_ear(name, reader, to) for reader, to in prompt.hears.items())
        asks = _ear(name, *prompt.asks) if prompt.asks else None
        tries = self.state.tries + 1 if self.failed else 0
        state = State(turn, tuple(self.frames), shown, hears, asks, tries)
        text = "\n".join([*self.chat.notes, prompt.text])
        offers = tuple(
            Offer(f"{turn}.{position}", choice.label, choice.description)
            for position, choice in enumerate(prompt.choices, start=1)
        )
        return state, Reply(text, offers, prompt.listed, prompt.attach, prompt.topic, prompt.once, prompt.awaits)

    def _remember(self, prompt: Prompt) -> None:
        if self.frames and prompt.screen:
            moved = self.frames[-1].at(prompt.screen, prompt.arguments)
            self.frames[-1] = replace(moved, slots=dict(self.chat.slots), ended=prompt.ends)

    def _dialog(self) -> Dialog:
        return Dialog.registry[self.frames[-1].dialog]()

    def _lend_slots(self) -> None:
        self.chat.slots = dict(self.frames[-1].slots) if self.frames else {}

    def _upgrade(self) -> None:
        kept: list[Frame] = []
        for frame in self.frames:
            upgraded = upgrade(frame)
            if upgraded is None:
                self.chat.note(_("This part of the chat has been improved meanwhile, so it starts afresh."))
                break
            kept.append(upgraded)
        if len(kept) < len(self.frames):
            self.state = replace(self.state, frames=tuple(kept), shown=(), hears=(), asks=None)
        self.frames = kept


def upgrade(frame: Frame) -> Frame | None:
    """The frame as the present version of its dialog knows it; None where no upgrade leads there."""
    dialog = Dialog.registry.get(frame.dialog)
    if dialog is None or not callable(getattr(dialog, frame.screen, None)):
        return None
    while frame.version < dialog.version and frame.version in dialog.upgrades:
        frame = replace(dialog.upgrades[frame.version](frame), version=frame.version + 1)
    return frame if frame.version == dialog.version else None


def turn(state: State, chat: Chat, savepoint: Savepoint, seen: tuple[Shown, ...] | None = None) -> tuple[State, Reply]:
    """Answers one message.

    `savepoint` opens a part of the transaction that a refusal undoes; `seen` are the choices of a notice that
    came after our last answer, so that a typed number means what the person has before them.
    """
    return Turn(state, chat, savepoint, seen).run()


def shown_of(dialog: str, choice: Choice) -> Shown:
    return Shown(choice.label, _qualified(dialog, choice.action), choice.facts, choice.means, choice.product)


def _ear(dialog: str, reader: Reader, to: To) -> Ear:
    return Ear(reader.__name__, _qualified(dialog, to.action), to.facts)


def _qualified(dialog: str, action: Callable[..., Any]) -> str:
    owner = getattr(action, "__self__", None)
    return f"{owner.name if isinstance(owner, Dialog) else dialog}.{action.__name__}"


def _step_of(shown: Shown) -> Step:
    dialog, _dot, action = shown.action.partition(".")
    return Step(dialog, action, shown.facts)
