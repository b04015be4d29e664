"""`sauda quote` from the outside."""

import json

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.quote import REFUSALS, command
from tests.domain.pricing.shop import case, off, scheme
from tests.domain.pricing.test_refusals import CHANGES, with_change

app = typer.Typer(add_completion=False)
app.command()(command)

GOOD = case("A 10", scheme(give=off("10")))
BAD = case("NEW 10")


@pytest.fixture
def run(tmp_path):
    def run(*arguments, **files):
        for name, lines in files.items():
            (tmp_path / name).write_text("".join(f"{line}\n" for line in lines))
        return CliRunner().invoke(app, [str(tmp_path / each) if each in files else each for each in arguments])

    return run


def test_one_case(run):
    result = run("case", case=[json.dumps(GOOD)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "lines": [
            {
                "sku": "A",
                "pieces": 10,
                "list": "100.00",
                "discount": "10.00",
                "net": "90.00",
                "tax": "0.00",
                "free": False,
            }
        ],
        "discounts": [{"scheme": "S", "amount": "10.00"}],
        "subtotal": "100.00",
        "discount": "10.00",
        "tax": "0.00",
        "total": "90.00",
        "explain": [{"scheme": "S", "applied": True, "amount": "10.00", "reason": "applied", "short_by": None}],
    }


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([json.dumps(BAD)], "cart[0].sku: 'NEW' has no row in prices"),
        (["{"], "this is not JSON (Expecting property name enclosed in double quotes: line 2 column 1 (char 2))"),
        ([json.dumps({**GOOD, "cart": []})], "cart: must not be empty"),
        ([json.dumps({**GOOD, "date": "today"})], "date: must be a day such as 2026-12-31, not 'today'"),
    ],
)
def test_a_refused_case_ends_with_one_clear_line(run, lines, reason):
    result = run("case", case=lines)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith(f"case: {reason}\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("key", ["two\nlines", "\ud800", "नमक"])
def test_a_strange_key_is_told_in_one_line_too(run, key):
    assert run("case", case=[json.dumps({**GOOD, key: 1})]).stderr.count("\n") == 1
    batch = run("--batch", "case", case=[json.dumps({**GOOD, key: 1})])
    assert json.loads(batch.stdout)["error"] == {
        "code": "unknown_key",
        "field": key,
        "text": f"{key}: is not a known key",
    }


def test_a_batch_has_one_quote_for_each_line(run):
    result = run("--batch", "cases", cases=[json.dumps(GOOD)] * 3)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [json.loads(line)["total"] for line in result.stdout.splitlines()] == ["90.00"] * 3


def test_a_batch_goes_on_after_a_refused_line(run):
    result = run("--batch", "cases", cases=[json.dumps(GOOD), json.dumps(BAD), json.dumps(GOOD)])
    first, refused, last = map(json.loads, result.stdout.splitlines())
    assert first == last
    assert refused["error"]["code"] == "no_price"
    assert result.exit_code == 1
    assert result.stderr.endswith("cases: 1 refused, the first in line 2\n")


@pytest.mark.parametrize("arguments", [(), ("case", "--batch", "case"), ("nowhere",), ("--what", "case")])
def test_wrong_usage(run, arguments):
    assert run(*arguments, case=[json.dumps(GOOD)]).exit_code == 2


def test_help_has_an_example(run):
    result = run("--help")
    assert result.exit_code == 0
    assert "Example: sauda quote" in result.stdout


@pytest.mark.parametrize(("path", "value", "code", "field"), CHANGES)
def test_every_refusal_is_told_in_words(run, path, value, code, field):
    result = run("case", case=[json.dumps(with_change(path, value))])
    assert f"case: {field}: " in result.stderr
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert code in REFUSALS
