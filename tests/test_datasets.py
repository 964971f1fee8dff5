"""Data sets: files keep their dictionary, come again byte by byte, open in a spreadsheet, and hold what was planted in them."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import pytest

from sim.__main__ import main
from sim.core.catalogue import SEGMENTS, TYPES, named
from sim.course.bundle import leaks
from sim.course.datasets import DataError, describe, entries, entry, fresh, load, make
from sim.course.datasets.company import DAYS, DRIFT_DAY, STRATEGY_DAY, Record, record
from sim.course.datasets.grammar import say, vocabulary
from sim.course.datasets.posts import SHIFT
from sim.course.datasets.table import BOM, Column, Document, Table, encoded, problems, read
from sim.course.datasets.texts import Cause, compose

ROOT = Path(__file__).resolve().parents[1]
MINE = ("posts", "post_metrics_hourly", "followers_daily", "users_sample", "user_events", "feedback_tickets", "comments_text",
        "survey_waves", "competitor_posts")  # fmt: skip
ROWS = {"posts": 1140, "post_metrics_hourly": 51_800, "followers_daily": 1080, "users_sample": 3000, "user_events": 80_000,
        "feedback_tickets": 9000, "comments_text": 4000, "survey_waves": 2400, "competitor_posts": 2700}  # fmt: skip


def made(name: str) -> Any:
    """Return a data set of the published seed; its world is run once for all tests."""
    return record(make.SEED).made(name)


# --- files and declarations -----------------------------------------------------------------------------------------


def test_every_number_of_the_list_is_there_once() -> None:
    """35 entries, 36 files: number 28 has two."""
    numbers = Counter(one.declared.number for one in entries().values())
    assert set(numbers) == set(range(1, 36))
    assert {n for n, times in numbers.items() if times > 1} == {28}
    assert len(entries()) == 36


@pytest.mark.parametrize("name", MINE)
def test_a_data_set_keeps_its_declaration(name: str) -> None:
    """Its bytes can be read back, its size is about the promised one, and its answers fit its keys."""
    declared, one = entry(name).declared, made(name)
    data = encoded(declared, one.table)

    assert data.startswith(BOM)
    assert b"\r" not in data
    assert read(declared, data).columns.tolist() == [c.name for c in declared.columns]
    assert 0.9 < len(one.table) / ROWS[name] < 1.1
    assert bool(declared.truth) == (one.truth is not None)
    if one.truth is not None:
        answers = read(declared.answers, encoded(declared.answers, one.truth))
        assert not answers.duplicated(list(declared.key)).any()
        assert set(answers[declared.key[0]]) >= set(read(declared, data)[declared.key[0]])


def test_stored_files_keep_their_dictionary() -> None:
    """Whatever stands in datasets/ can be loaded; a half-made folder is a mistake."""
    stored = {name for name, one in entries().items() if (ROOT / "datasets" / one.declared.file).is_file()}

    assert stored in (set(), set(entries()))
    for name in sorted(stored):
        assert len(load(name))
    cheap = make.files(only=("survey_waves", "competitor_posts", "followers_daily")) if stored else {}
    for name, data in cheap.items():
        assert (ROOT / name).read_bytes() == data, name


@pytest.mark.slow
def test_everything_comes_again_byte_by_byte_in_another_process(tmp_path: Path) -> None:
    """Another process, with another hash seed, makes the stored files; before they are stored, two make the same."""
    stored = (ROOT / "datasets" / "posts.csv").is_file()
    python = [sys.executable, "-m", "sim", "datasets"]
    if stored:
        done = subprocess.run(
            [*python, "--check"], cwd=ROOT, env=_hashing("2"), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        sizes = {
            part: sum(p.stat().st_size for p in (ROOT / part).glob("*.*")) for part in ("datasets", "solutions/truth")
        }
        # Small enough to clone and to hand out; about 15 MB with the promised rows.
        assert sizes["datasets"] < 16_000_000
        assert sizes["solutions/truth"] < 2_000_000
        return
    for hash_seed in "12":
        order = [*python, "--out", str(tmp_path / hash_seed), "--only", *MINE]
        subprocess.run(order, cwd=ROOT, env=_hashing(hash_seed), check=True, capture_output=True)
    one, two = (
        {p.relative_to(tmp_path / f).as_posix(): p.read_bytes() for p in (tmp_path / f).rglob("*.*")} for f in "12"
    )
    assert one == two


def _hashing(seed: str) -> dict[str, str]:
    return os.environ | {"PYTHONHASHSEED": seed}


def test_the_trainees_files_give_nothing_away() -> None:
    """No data file has a name or a line that the bundle refuses, and no column of known answers."""
    names = {
        f"datasets/{name}.csv": encoded(entry(name).declared, made(name).table) for name in ("posts", "users_sample")
    }
    assert leaks(names) == []
    for declared in (entry(name).declared for name in MINE):
        assert isinstance(declared, Table)
        assert not {c.name for c in declared.truth} & {c.name for c in declared.columns}


def test_schema_package_and_dictionary_say_the_same() -> None:
    """Rows fit the JSON Schema, and the Frictionless package and the dictionary name each file and column."""
    declared = [entry(name).declared for name in MINE]
    rules = json.loads(describe.schema(declared))["files"]
    package = json.loads(describe.package(declared, dict.fromkeys((d.file for d in declared), 1)))
    page = describe.dictionary(declared, dict.fromkeys((d.file for d in declared), 1))
    types = {"string", "datetime", "date", "integer", "number"}
    for d, resource in zip(declared, package["resources"], strict=True):
        assert isinstance(d, Table)
        rows = read(d, encoded(d, made(d.name).table)).sample(60, random_state=1)
        for name in rows.select_dtypes("datetime").columns:
            form = "%Y-%m-%d" if name in ("date", "joined") else "%Y-%m-%d %H:%M:%S"
            rows[name] = rows[name].dt.strftime(form)
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
            plain = {k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in row.items()}
            jsonschema.validate(
                {k: None if v == "" and not _may_be_text(d, k) else v for k, v in plain.items()}, rules[d.file]
            )
        assert [f["name"] for f in resource["schema"]["fields"]] == [c.name for c in d.columns]
        assert {f["type"] for f in resource["schema"]["fields"]} <= types
        assert all(f"| {c.name} | {c.zh} |" in page for c in d.columns)
        assert f"[{d.file}]" in page


def _may_be_text(declared: Table, name: str) -> bool:
    return not next(c for c in declared.columns if c.name == name).empty


PETS = Table(
    99, "pets", "pet", "宠物", "Pets.", "",
    (
        Column("name", "text", "name", "名字"),
        Column("born", "date", "birthday", "生日", empty=True),
        Column("kind", "text", "kind", "种类", one_of=("cat", "dog")),
        Column("legs", "whole", "legs", "腿", "count", 0, 4),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,born,kind,legs\n豆豆,2024-01-31,cat,5\n", "pets.csv, row 2, column legs: '5' is outside 0 to 4."),
        ("name,born,kind,legs\n豆豆,2024/1/31,cat,4\n", "pets.csv, row 2, column born: '2024/1/31' is no date."),
        ("name,born,kind,legs\n豆豆,,cow,4\n", "column kind: 'cow' is none of cat, dog."),
        ("name,born,kind,legs\n,,cat,4\n", "column name: '' is empty, and must not be."),
        ("name,kind,legs\n豆豆,cat,4\n", "pets.csv: its columns do not fit the dictionary; missing: born."),
        ("name,born,kind,legs\n豆豆,,cat,four\n", "column legs: 'four' is no whole."),
    ],
)
def test_a_wrong_file_is_told_by_row_column_value_and_rule(text: str, said: str) -> None:
    """The message names file, row as a spreadsheet counts, column, value and rule."""
    with pytest.raises(DataError) as error:
        read(PETS, text.encode())
    assert said in str(error.value)


def test_other_wrong_files_are_told_too(tmp_path: Path) -> None:
    """A file in another encoding, an empty one, a missing one, an unknown name."""
    with pytest.raises(DataError, match=r"pets.csv is no UTF-8 text .* save it as 'CSV UTF-8'"):
        read(PETS, "name,born,kind,legs\n豆豆,,cat,4\n".encode("gbk"))
    with pytest.raises(DataError, match=r"pets.csv is no comma separated table"):
        read(PETS, b"")
    with pytest.raises(DataError, match=r"posts.csv is not in the folder .*python -m sim datasets --only posts"):
        load("posts", tmp_path)
    with pytest.raises(DataError, match=r"'post' is no data set of the course; there are: posts, "):
        load("post")
    with pytest.raises(ValueError, match="seed = -1"):
        fresh("posts", -1)
    assert read(PETS, BOM + "name,born,kind,legs\n豆豆,,cat,4\n".encode())["name"].tolist() == ["豆豆"]
    assert problems(PETS, {"name": ["a"], "born": [""], "kind": ["cat"], "legs": ["4"]}) == []


def test_the_command_writes_checks_and_answers_in_json(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """--only makes one data set, --check finds a changed byte and says where, --json ends with an object."""
    order = ["datasets", "--out", str(tmp_path), "--only", "survey_waves"]
    assert main([*order, "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    path = tmp_path / "datasets" / "survey_waves.csv"

    assert told["items"][0]["id"] == "datasets/survey_waves.csv"
    assert told["items"][0]["value"] == path.stat().st_size
    assert main([*order, "--check"]) == 0
    path.write_bytes(path.read_bytes().replace(b"u000", b"u999", 1))
    capsys.readouterr()
    assert main([*order, "--check"]) == 1
    assert "datasets/survey_waves.csv differs from what would be made: line " in capsys.readouterr().out
    assert main(["datasets", "--out", str(tmp_path), "--only", "pets"]) == 2
    assert "'pets' is no data set" in capsys.readouterr().err


def test_fresh_tables_are_cheap_repeatable_and_differ_by_seed() -> None:
    """What a hidden test asks for: another world for another seed, the same for the same."""
    table, truth = fresh("users_sample", 31)
    again = Record(31, small=True).made("users_sample").table
    other, _ = fresh("users_sample", 32)

    assert table.equals(again)
    assert not table.equals(other)
    assert set(table["user_id"]) == set(truth["user_id"])
    assert len(table) < 1000


# --- imperfections ---------------------------------------------------------------------------------------------------


def test_posts_hold_the_planted_imperfections() -> None:
    """Aliases, exact duplicates, missing metrics, a week in UTC, correction rows, full-width digits, and 60 drafts."""
    one = made("posts")
    table, truth = one.table, one.truth.set_index("post_id")
    published = table[(table["status"] == "published") & (table["correction"] == 0)]
    true_ts, true_platform = (
        table["post_id"].map(truth["true_publish_ts"]),
        table["post_id"].map(truth["true_platform"]),
    )
    slipped = table[table["publish_ts"] != true_ts]

    assert {"wechat", "WeChat", "微信", "wx"} <= set(table["platform"])
    assert 0.003 < table.duplicated().mean() < 0.008
    assert 0.01 < published[["reads", "clicks", "comments", "shares"]].isna().to_numpy().mean() < 0.03
    assert set(true_platform[slipped.index]) == {SHIFT[0]}
    assert ((true_ts[slipped.index] - slipped["publish_ts"]) == pd.Timedelta(hours=8)).all()
    assert 5 <= slipped["post_id"].nunique() <= 8
    assert (table.loc[table["correction"] == 1, "sales_cny"] < 0).all()
    assert table["topic"].str.contains("[０-９]").any()
    assert (table["status"] == "draft").sum() == 60
    assert table.loc[table["status"] == "draft", "reads"].isna().all()
    assert 20 < (truth["violations"] != "").sum() < 50


def test_events_and_followers_agree_with_the_posts() -> None:
    """One world: hourly reactions add up to those of the posts, followers to those who came and left, and C is away."""
    hourly, posts = made("post_metrics_hourly").clean, made("posts").clean.set_index("post_id")
    sums = hourly.groupby("post_id")[["likes", "comments", "shares", "clicks"]].sum()
    early = hourly[hourly["hour_since"] < 24].groupby("post_id")["impressions"].sum()
    days = made("followers_daily").clean
    events = made("user_events").clean
    rivals = made("competitor_posts")

    assert (sums <= posts.loc[sums.index, sums.columns]).all().all()
    assert sums["likes"].sum() > 0.9 * posts["likes"].sum()
    full = posts.index[posts["publish_ts"] < "2024-06-27"]
    assert (early[full] == posts.loc[full, "impressions_24h"]).all()
    for _, account in days.groupby("platform"):
        change = account["followers"].diff().to_numpy()[1:]
        assert (change == (account["new"] - account["lost"]).to_numpy()[1:]).all()
    assert set(events.loc[events["post_id"] != "", "post_id"]) <= set(posts.index)
    seen = events.loc[events["post_id"] != ""].merge(posts["publish_ts"], left_on="post_id", right_index=True)
    assert (seen["ts"] >= seen["publish_ts"]).all()
    away = rivals.table[(rivals.table["competitor"] == "C") & rivals.table["ts"].between("2024-04-15", "2024-04-29")]
    assert away.empty
    late = made("user_events").table.query("event == 'purchase'").drop_duplicates().set_index("event_id")["ts"]
    delay = (late - events.set_index("event_id")["ts"].reindex(late.index)).dt.total_seconds() / 86_400
    assert 2.0 < delay.max() <= 3.0


# --- planted truths ---------------------------------------------------------------------------------------------------


def _rates() -> pd.DataFrame:
    """Return reactions per view by regime, segment and content type, from the users' events."""
    events, users, posts = made("user_events").clean, made("users_sample").truth, made("posts")
    segment = users.set_index("user_id")["segment"]
    regime, kind = posts.truth.set_index("post_id")["regime"], posts.clean.set_index("post_id")["content_type"]
    told = events.assign(
        segment=events["user_id"].map(segment), regime=events["post_id"].map(regime), type=events["post_id"].map(kind)
    )
    keys = ["regime", "segment", "type"]
    views = told[told["event"] == "view"].groupby(keys).size()
    reactions = told[told["event"].isin(["like", "comment", "share"])].groupby(keys).size()
    rates = (reactions / views).rename("rate").reset_index()
    return rates.pivot_table("rate", ["regime", "segment"], "type")


def test_the_best_type_by_segment_and_its_change_on_day_91_can_be_found() -> None:
    """The type that a segment likes best leads in the events, or is within the error of the leader; students turn to news."""
    rates, world = _rates(), record(make.SEED)
    for day, regime in ((1, 1), (DRIFT_DAY, 2)):
        tastes = world.world.tastes.of(world.scenario.warmup_days + day - 1)
        for segment in ("student_trend", "family_practical", "bargain_seeker"):
            liked = TYPES[int(tastes[SEGMENTS.index(segment)].argmax())]
            # Some 100 to 1,000 reactions in five types: a rate is known to a tenth or a fifth.
            assert rates.loc[(regime, segment), liked] > 0.8 * rates.loc[(regime, segment)].max(), (regime, segment)
    assert rates.loc[(1, "student_trend")].idxmax() == "interactive"
    assert rates.loc[(2, "student_trend")].idxmax() == "news"
    assert rates.loc[(1, "student_trend"), "interactive"] > 1.4 * rates.loc[(1, "student_trend"), "news"]


def test_active_hours_show_once_impressions_are_taken_into_account() -> None:
    """Clicks per impression peak within an hour of the audience's peak; plain clicks follow the team's own hours on weibo."""
    hourly, posts = made("post_metrics_hourly").clean, made("posts").clean
    told = hourly.merge(posts[["post_id", "platform", "publish_ts"]])
    told["hour"] = (told["publish_ts"].dt.hour + told["hour_since"]) % 24
    active = np.array([s.activity for _, s in named(record(make.SEED).scenario.segment)]).mean(axis=0)
    sums = told.groupby("hour")[["clicks", "impressions"]].sum()

    assert abs(int((sums["clicks"] / sums["impressions"]).idxmax()) - int(active.argmax())) <= 1
    weibo = told[told["platform"] == "weibo"].groupby("hour")["clicks"].sum()
    assert abs(int(weibo.idxmax()) - int(active.argmax())) > 4


def test_distinct_users_tell_demand_from_noise() -> None:
    """By comments the loudest wish wins, by people the real one."""
    one = made("comments_text")
    told = one.clean.merge(one.truth, on="comment_id")
    by = told[told["demand"] != ""].groupby("demand")["user_id"].agg(["size", "nunique"])

    assert by["size"].idxmax() == "gold_rim"
    assert by["nunique"].idxmax() == "foldable_kettle"
    words = one.clean["text"].str.contains("可折叠水壶")
    assert (
        one.clean.loc[words, "user_id"].nunique()
        > 10 * one.clean.loc[one.clean["text"].str.contains("金边杯"), "user_id"].nunique()
    )


def test_reply_times_mislead_until_severity_is_held_constant() -> None:
    """Over all complaints quick answers look no better; within each severity they are clearly better."""
    tickets = made("feedback_tickets").clean
    told = tickets[(tickets["kind"] == "complaint") & tickets["satisfaction"].notna()].copy()
    hours = (told["first_reply_ts"] - told["created_ts"]).dt.total_seconds() / 3600.0
    told["band"] = pd.cut(hours, [0, 1, 12], right=False, labels=["quick", "slow"])
    raw = told.groupby("band", observed=True)["satisfaction"].mean()
    held = told.pivot_table("satisfaction", "severity", "band", observed=True)

    assert raw["quick"] - raw["slow"] < 0.02
    # Nobody answers the most dangerous ones slowly: these two bands have no comparison there.
    assert (held.dropna()["quick"] - held.dropna()["slow"] > 0.08).all()
    assert len(held.dropna()) >= 3


def test_coded_issues_are_not_the_shares_of_issues() -> None:
    """About half of the complaints have a code, dangerous issues more often than harmless ones."""
    one = made("feedback_tickets")
    told = one.clean.merge(one.truth, on="ticket_id")
    told = told[told["kind"] == "complaint"]
    coded = told[told["issue_code"] != ""]

    assert 0.4 < len(coded) / len(told) < 0.6
    assert (coded["issue_code"] == coded["issue"]).all()
    danger = ["plug_hot", "coating"]
    assert coded["issue"].isin(danger).mean() > 1.2 * told["issue"].isin(danger).mean()


def test_bought_followers_show_in_followers_but_not_in_activity() -> None:
    """On one account a tenth or more of the followers come within four days, and active followers do not move."""
    one = made("followers_daily")
    account = one.table.drop_duplicates()
    account = account[account["platform"].isin(["kuaishou", "快手"])].sort_values("date")
    jump = account.set_index("date")["new"]
    bought = one.truth.groupby("platform")["bought"].max()

    assert bought[bought > 0].index.tolist() == ["kuaishou"]
    assert jump["2024-04-09":"2024-04-12"].min() > 2 * jump.drop(jump["2024-04-09":"2024-04-12"].index).max()
    active = account.set_index("date")["active_30d"]
    assert active["2024-04-13":"2024-04-20"].mean() < 1.15 * active["2024-04-01":"2024-04-08"].mean()


def test_the_strategy_shows_against_competitors_who_do_nothing() -> None:
    """Growth before day 61 is alike; afterwards ours keeps up while theirs slows down, by what the answers say."""
    own = made("followers_daily").clean.groupby("date")["followers"].sum().to_numpy()
    rivals = made("competitor_posts").clean
    rivals["day"] = (rivals["ts"] - pd.Timestamp("2024-01-01")).dt.days + 1
    theirs = rivals.pivot_table("followers", "day", ["competitor", "platform"], aggfunc="last")
    theirs = theirs.reindex(range(1, DAYS + 1)).ffill().bfill().T.groupby(level=0).sum().T
    day = np.arange(1, DAYS + 1)
    growth = lambda y, a, b: 1000 * np.polyfit(day[a:b], np.log(y[a:b]), 1)[0]  # noqa: E731  per mille a day
    before = [growth(theirs[c].to_numpy(), 0, STRATEGY_DAY - 1) for c in "ABC"]
    after = [growth(theirs[c].to_numpy(), STRATEGY_DAY - 1, DAYS) for c in "ABC"]

    assert growth(own, 0, STRATEGY_DAY - 1) - np.mean(before) == pytest.approx(0.0, abs=0.45)
    effect = growth(own, STRATEGY_DAY - 1, DAYS) - growth(own, 0, STRATEGY_DAY - 1) - np.mean(after) + np.mean(before)
    assert effect > 0.1
    without = made("followers_daily").truth.groupby("date")["without_strategy"].sum().to_numpy()
    assert (without[: STRATEGY_DAY - 1] == own[: STRATEGY_DAY - 1]).all()
    assert own[-1] > 1.05 * without[-1]


# --- texts ------------------------------------------------------------------------------------------------------------


def _right(texts: list[str], labels: list[str]) -> tuple[float, float]:
    """Return how often naive Bayes on character pairs is right on the second half, and how often the commonest label is."""
    half = len(texts) // 2
    pairs = [[text[i : i + 2] for i in range(len(text) - 1)] for text in texts]
    usual, counts = Counter(labels[:half]), {label: Counter[str]() for label in labels}
    for text, label in zip(pairs[:half], labels[:half], strict=True):
        counts[label].update(text)
    size = len(set().union(*counts.values()))
    total = {label: sum(one.values()) + size for label, one in counts.items()}

    def score(text: list[str], label: str) -> float:
        seen = counts[label]
        return math.log(usual[label] + 1) + sum(math.log((seen[pair] + 1) / total[label]) for pair in text)

    hits = sum(
        max(counts, key=lambda label: score(text, label)) == true
        for text, true in zip(pairs[half:], labels[half:], strict=True)
    )
    return hits / (len(texts) - half), usual.most_common(1)[0][1] / half


def test_texts_tell_their_cause_and_hardly_repeat() -> None:
    """At least 95 of 100 texts are distinct; a simple classifier finds issue and sentiment far above the commonest answer."""
    tickets, comments = made("feedback_tickets"), made("comments_text")
    complaint = (tickets.clean["kind"] == "complaint").to_numpy()
    for texts, labels, least in (
        (tickets.clean["text"][complaint], tickets.truth["issue"][complaint], 0.3),
        (tickets.clean["text"], tickets.truth["sentiment"], 0.2),
        (comments.clean["text"], comments.truth["sentiment"], 0.2),
    ):
        right, chance = _right(texts.tolist(), labels.tolist())
        assert texts.nunique() / len(texts) >= 0.95
        # Clearly above chance, and not perfectly: people do not always say what they mean.
        assert chance + least < right < 0.999


def test_texts_are_chinese_with_an_english_gloss() -> None:
    """Chinese in the text, none in the gloss, no slot left open, and the wish in both."""
    causes = [
        Cause("complaint", "smell", "neg", 5),
        Cause("comment", sentiment="pos", demand=("静音款", "silent model")),
    ] * 20
    zh, en = compose(causes, np.random.default_rng(3))

    assert all(any("一" <= sign <= "鿿" for sign in text) for text in zh)
    assert all(text.isascii() and "{" not in text for text in en)
    assert all("静音款" in text and "silent model" in gloss for text, gloss in zip(zh[1::2], en[1::2], strict=True))


def test_a_wrong_vocabulary_is_told() -> None:
    """A line without gloss, halves with different slots, and a list that is not there."""
    with pytest.raises(ValueError, match="is not of the form 中文"):
        vocabulary("#a\n你好")
    with pytest.raises(ValueError, match="have different slots"):
        vocabulary("#a\n{b} | hello\n#b\n好 | good")
    with pytest.raises(ValueError, match="has no list 'c'; there are: a"):
        say(vocabulary("#a\n{c} | {c}"), ["a"], np.random.default_rng(1))


def test_documents_are_lists_of_objects() -> None:
    """JSON entries fit the schema of one of their objects."""
    for one in entries().values():
        if isinstance(one.declared, Document):
            for item in record(make.SEED).made(one.name).table:
                jsonschema.validate(item, one.declared.schema)
