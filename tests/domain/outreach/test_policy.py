"""Reading a seller's reminder policy: what is written counts, the rest is as usual, nonsense is refused."""

from datetime import time
from decimal import Decimal

import pytest

from domain.outreach.policy import USUAL, ReminderPolicy, Step, To, Tone, read_policy
from domain.refusal import Refusal


@pytest.mark.parametrize("written", [None, {}])
def test_nothing_written_is_the_usual(written):
    policy = read_policy(written)
    assert policy == USUAL
    assert [step.days for step in policy.steps] == [-3, 0, 3, 7, 15]


def test_what_is_written_counts():
    policy = read_policy(
        {
            "steps": [
                {"days": 1},
                {"days": 10, "tone": "firm", "to": ["shop", "manager"], "fee": "50", "fee_percent": "2"},
            ],
            "weekly_on": None,
            "weekly_to": ["rep"],
            "least": "99.50",
            "quiet_from": "19:00",
            "quiet_until": "10:30",
            "on_holidays": True,
        }
    )
    assert policy == ReminderPolicy(
        steps=(Step(1), Step(10, Tone.FIRM, frozenset({To.SHOP, To.MANAGER}), Decimal(50), Decimal(2))),
        weekly_on=None,
        weekly_to=frozenset({To.REP}),
        least=Decimal("99.50"),
        quiet_from=time(19, 0),
        quiet_until=time(10, 30),
        on_holidays=True,
    )


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({"stepz": []}, id="an unknown word"),
        pytest.param({"steps": [{"tone": "firm"}]}, id="a step without days"),
        pytest.param({"steps": [{"days": "soon"}]}, id="days that are no number"),
        pytest.param({"steps": [{"days": 1, "tone": "angry"}]}, id="a tone that we do not have"),
        pytest.param({"steps": [{"days": 1, "to": ["mother"]}]}, id="nobody that we know"),
        pytest.param({"steps": [{"days": 3}, {"days": 3}]}, id="two steps on one day"),
        pytest.param({"steps": [{"days": 3}, {"days": 1}]}, id="steps that go back"),
        pytest.param({"steps": 7}, id="no list of steps"),
        pytest.param({"least": "much"}, id="an amount that is none"),
        pytest.param({"weekly_on": 8}, id="an eighth day of the week"),
        pytest.param({"quiet_from": "25:00"}, id="an hour that is none"),
        pytest.param({"quiet_from": "08:00", "quiet_until": "09:00"}, id="a night that never ends"),
    ],
)
def test_nonsense_is_refused(written):
    with pytest.raises(Refusal, match="bad_value"):
        read_policy(written)


@pytest.mark.parametrize(
    ("step", "fee"),
    [(Step(1), "0.00"), (Step(1, fee=Decimal(10)), "10.00"), (Step(1, fee_percent=Decimal("1.5")), "1.82")],
)
def test_fees(step, fee):
    assert step.fee_on(Decimal(121)) == Decimal(fee)
