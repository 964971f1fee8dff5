"""The command line: every command answers, says what is wrong in one sentence, and has honest exit codes."""

from __future__ import annotations

import json

import pytest

from sim.__main__ import main


def last_json(text: str) -> dict:
    """Return the JSON object on the last line of what was printed."""
    return json.loads(text.strip().splitlines()[-1])


SMALL = ["--set", "n_people=1500", "--set", "horizon_days=10", "--set", "platforms=weibo"]


def test_simulate_prints_every_metric_and_json(capsys: pytest.CaptureFixture) -> None:
    """The last line is one JSON object with one item a metric."""
    assert main(["simulate", *SMALL, "--json"]) == 0

    found = last_json(capsys.readouterr().out)
    assert found["passed"] == found["total"] == len(found["items"])
    assert {"id", "verdict", "value", "low", "high"} == set(found["items"][0])


def test_compare_reports_paired_differences(capsys: pytest.CaptureFixture) -> None:
    """Twice the posts of the base: more posts, said with an interval."""
    assert (
        main(
            [
                "compare",
                "--set",
                "plan.posts_per_day=2",
                "--both",
                "horizon_days=10",
                "--replications",
                "2",
                "--json",
            ]
        )
        == 0
    )

    posts = next(i for i in last_json(capsys.readouterr().out)["items"] if i["id"] == "posts")
    assert posts["verdict"] == "higher"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["simulate", "--set", "plan.posts_per_dya=3"], "'plan.posts_per_dya' is not a parameter"),
        (["simulate", "--set", "plan.posts_per_day"], "is not of the form PATH=VALUE"),
        (["simulate", "--set", "plan.posts_per_day=many"], "plan.posts_per_day = 'many' is not a number"),
        (["simulate", "--set", "plan.type_mix=0.5,0.8"], "needs 5 numbers"),
        (["simulate", "--seed", "-1"], "seed = -1 is not a whole number"),
        (["compare"], "compare needs at least one --set"),
        (["compare", "--set", "plan.posts_per_day=2", "--replications", "0"], "replications = 0"),
    ],
)
def test_wrong_values_end_with_one_sentence_and_code_2(
    argv: list[str], said: str, capsys: pytest.CaptureFixture
) -> None:
    """No traceback: the command, the thing, the value, the rule."""
    assert main(argv) == 2

    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("argv", [["dance"], [], ["bench", "nothing"]])
def test_unknown_commands_end_with_code_2(argv: list[str]) -> None:
    """Argparse explains and exits with 2."""
    with pytest.raises(SystemExit) as stopped:
        main(argv)

    assert stopped.value.code == 2


@pytest.mark.parametrize("command", ["simulate", "compare", "bench", "notebooks", "parameters"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture) -> None:
    """--help says what the command does."""
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])

    assert stopped.value.code == 0
    assert "usage" in capsys.readouterr().out
