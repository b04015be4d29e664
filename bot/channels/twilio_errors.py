"""What Twilio's error codes mean for us; a code that is not here is taken as final and shows in the log."""

from bot.channels.base import Trouble

LATER = (
    "20429",
    "63018",
    "63017",
    "14107",
    "30001",
    "21611",
    "63038",
)
# Faults in handing a file over: another try may help, a tenth will not.
A_FEW_TIMES = frozenset({"63009", "63010", "63012", "30410", "63019", "63037"})
A_FEW_TRIES = 4
OUTSIDE_WINDOW = ("63016",)
OPTED_OUT = ("21610", "63033")
UNCLEAR = ("20500",)

TROUBLES: dict[str, Trouble] = {
    **dict.fromkeys(LATER, Trouble.LATER),
    **dict.fromkeys(A_FEW_TIMES, Trouble.LATER),
    **dict.fromkeys(OUTSIDE_WINDOW, Trouble.WINDOW),
    **dict.fromkeys(OPTED_OUT, Trouble.OPTED_OUT),
    **dict.fromkeys(UNCLEAR, Trouble.UNKNOWN),
}
