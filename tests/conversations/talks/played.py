"""Written talks: a text file is read as a script, played through the inbox, and written down again as it went.

`> words` are typed and `>> label` is tapped by whoever the file calls `@ name`; `> [place 25.61, 85.14]` and
`> [photo]` send a place and a picture. `< text` is the answer, `[a | b]` what it offers; `Name < text` is what somebody
else got. `#` lines set the scene.
"""

import re
from pathlib import Path

from conversations.message import Attachment
from tests.builders import CHHOTU, GUPTA, MEENA, RAVI, SHARMA, STRANGER, VERMA
from tests.talking import Heard, Talk

PHONES = {
    "Sharma": SHARMA,
    "Chhotu": CHHOTU,
    "Verma": VERMA,
    "Gupta": GUPTA,
    "Meena": MEENA,
    "Ravi": RAVI,
    "Stranger": STRANGER,
}
NAMES = {phone: name for name, phone in PHONES.items()}
PICTURE = Attachment("image/jpeg", "https://example.test/list.jpg")


def played(talk: Talk, script: str) -> str:
    """The script with the answers that came now; everything else stands as it was written."""
    told: list[str] = []
    who = ""
    for line in script.splitlines():
        if line.startswith("@ "):
            who = PHONES[line.removeprefix("@ ")]
        if line.startswith(">"):
            told += [line, *_heard(_said(talk, who, line), who)]
        elif not _is_answer(line):
            told.append(line)
    return "\n".join(told) + "\n"


def _is_answer(line: str) -> bool:
    return line.startswith("  ") or re.match(r"(\w+ )?<( |$)", line) is not None


def _said(talk: Talk, who: str, line: str) -> list[Heard]:
    if line.startswith(">> "):
        return talk.tap(who, line.removeprefix(">> "))
    words = line.removeprefix(">").strip()
    if words == "[photo]":
        return talk.say(who, files=(PICTURE,))
    if words.startswith("[place "):
        latitude, longitude = map(float, words.removeprefix("[place ").removesuffix("]").split(","))
        return talk.say(who, place=(latitude, longitude))
    return talk.say(who, words)


def _heard(messages: list[Heard], who: str) -> list[str]:
    """The answer first, then what others got, by name."""
    first = [message for message in messages if message.to == who]
    others = sorted((message for message in messages if message.to != who), key=lambda message: NAMES[message.to])
    return [line for message in [*first, *others] for line in _drawn(message, who)]


def _drawn(message: Heard, who: str) -> list[str]:
    name = "" if message.to == who else f"{NAMES[message.to]} "
    first, *more = message.text.split("\n")
    choices = [f"  [{' | '.join(message.choices)}]"] if message.choices else []
    return [f"{name}< {first}", *(f"  {line}" for line in more), *choices]


def written(language: str) -> Path:
    """The file of the talk in a language."""
    return Path(__file__).parent / f"{language}.txt"
