"""Section 3.3, publishing and management norms: controls, the lab's picture, questions, lists, and tables read off a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.core.catalogue import PLATFORMS, named
from sim.lab.controls import Curve, View
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run
    from sim.scenario import Scenario

__all__ = [
    "CALENDARS", "DUTY_QUIZ", "EMERGENCY_LIST", "END_QUIZ", "FLOW", "FLOW_LIST", "LANES", "LEVERS", "MORE", "NORMS_LIST",
    "NORMS_QUIZ", "VIEW", "answers_by_hour", "collisions", "hour_values",
]  # fmt: skip

LEVERS = (
    "plan.posts_per_day", "plan.slot_policy", "production.verify_share", "production.compliance_share", "production.workflow",
    "production.emergency_lane", "production.sudden_event_rate", "production.sensitive_share",
)  # fmt: skip
MORE = (
    "production.review_rounds", "production.error_prob", "production.open_posts", "production.lane_share",
    "production.on_call_h", "production.staff_hours_week", "plan.hot_topic_share", "horizon_days",
)  # fmt: skip

# One plan for two platforms, and what a planner may change about it; the sum of the posts stays the same.
CALENDARS: Mapping[str, Mapping[str, object]] = {
    "same everywhere": {},
    "active hours": {"plan.slot_policy": "matched"},
    "all at the best hour": {"plan.slot_policy": "all_at_peak"},
    "more on Weibo": {"plan.platform_mix": {"wechat": 0.25, "weibo": 0.75}},
}
_LANE = "production.emergency_lane"
WHEN = ("working hours 上班时间", "before or after work 下班后", "weekend 周末")
# What the time to a message is made of: each line takes one thing away.
LANES: Mapping[str, Mapping[str, object]] = {
    "no lane": {_LANE: False},
    "no lane, no review": {_LANE: False, "production.review_rounds": 0},
    "no lane, hardly any posts": {_LANE: False, "plan.posts_per_day": 0.1},
    "no lane, twice the posts": {_LANE: False, "plan.posts_per_day": 2.0},
    "lane, on call in 6 h": {_LANE: True, "production.on_call_h": 6.0},
    "lane, on call in half an hour": {_LANE: True},
}


def _days(run: Run) -> pd.DataFrame:
    """Return one row a day: posts late or given up so far, posts with an error so far, mean trust."""
    import pandas as pd

    days = run.daily.loc[run.daily["day"] > 0, ["day", "trust"]].copy()
    jobs = pd.DataFrame([(j["planned_day"] - run.scenario.warmup_days, _late(j), bool(j["defect"])) for j in run.rows("job")],
                        columns=["day", "late", "defect"])  # fmt: skip
    for what in ("late", "defect"):
        that = jobs.loc[jobs[what].astype(bool), "day"]
        days[what] = [int((that <= day).sum()) for day in days["day"]]
    return days


def _late(job: Mapping[str, object]) -> bool:
    return bool(job["dropped"]) or float(str(job["time_h"])) > float(str(job["planned_h"])) + 1.0


VIEW = View(
    title="What norms prevent, and what they cost",
    rows=_days,
    curves=(
        Curve("late", "late or given up so far", "posts"),
        Curve("defect", "published with an error so far", "posts"),
        Curve("trust", "mean trust", "0–1"),
    ),
    figures=("trust_mean", "defect_escape", "takedowns", "on_time_share", "emergency_delay_h", "posts", "team_hours"),
)

QUALITY, ACCURACY, COMPLIANCE, BRAND, CLEAN = (
    "quality 内容质量", "accuracy 信息准确性", "compliance 合规性", "brand image 品牌形象", "none: it may go out 可以发布",
)  # fmt: skip
_IF_CHOSEN = {
    QUALITY: "It has something to say, and says it in its own way.",
    ACCURACY: "No statement in it is false or unproved.",
    COMPLIANCE: "No law and no platform rule forbids it.",
    BRAND: "It could come from nobody but this company.",
    CLEAN: "One norm is broken: go through the four once more.",
}


def _draft(text: str, right: str, because: str) -> Question:
    """Return one draft to judge; every wrong norm is told why not, and what to look at."""
    return Question(text, {a: "" if a == right else f"{told} {because}" for a, told in _IF_CHOSEN.items()}, because)


# P-16: which norm does a draft break? A maker of thermos flasks, sober and practical in tone.
NORMS_QUIZ = (
    _draft("“Happy Monday! Have a nice week!”", QUALITY, "No value for a reader, and anybody could have written it."),
    _draft("“Keeps hot for 24 hours” (the laboratory measured 14).", ACCURACY, "The number is wrong; check it at its source."),
    _draft("“The best flask of China!” 最好的保温杯", COMPLIANCE, "Advertising law forbids absolute terms 绝对化用语."),
    _draft("“OMG girls, buy buy buy!!!” from a maker of sober tools", BRAND, "Neither image nor values speak like that."),
    _draft("“We boiled three lids for an hour. Two are fine, and this is what we changed about the third.”", CLEAN,
           "Its own test, a use for the reader, checked by who did it, in the company's tone."),
    _draft("A paid review by a well-known runner, without the word “advertisement”", COMPLIANCE,
           "Paid promotion must be recognisable 广告标识."),
    _draft("“Experts agree that hot water prevents colds.”", ACCURACY, "Which experts, where? Hearsay in a white coat."),
    _draft("Last week's most liked post of a competitor, with our logo on it", QUALITY, "Originality 原创 is part of quality."),
)  # fmt: skip

# P-17: law, corporate culture and ethics as duties.
DUTY_QUIZ = (
    Question(
        "The lawyers' check takes two hours, a takedown is rare. May you skip the check for small posts?",
        {
            "Yes, where the expected loss is smaller than the hours.": "A sum about a loss. A duty is not owed for its yield.",
            "No: obeying the law is owed; only how deep a check goes may depend on risk.": "",
            "Yes, if nobody reads the post.": "A rule broken before few people is broken.",
        },
        "Law (法律法规) is the floor under every calculation, not a term in it.",
    ),
    Question(
        "A joke about overtime would go viral. No rule forbids it; your company asks for long hours. Post it?",
        {
            "Yes: no rule forbids it.": "Law is one of three. Culture and ethics are the others.",
            "No: it mocks what our own people live with (企业文化).": "",
            "Yes, from a private account.": "A hidden sender adds a deception to it.",
        },
        "Corporate culture (企业文化): outsiders hear the joke, colleagues hear the company.",
    ),
    Question(
        "A customer's moving letter would make a good post. She wrote it to the service, not to the public.",
        {
            "Use it without her name.": "She may be recognised by her story, and was not asked.",
            "Ask her first, and accept a no.": "",
            "Use it: she wrote to the company.": "Writing to somebody is no consent to be published.",
        },
        "Ethics (道德标准), and the law on personal information as well.",
    ),
)

NORMS_LIST = (
    "Quality 内容质量: a value for the reader in one sentence, our own idea, a reason to stop",
    "Accuracy 信息准确性: each factual statement with its source, checked by somebody else",
    "Compliance 合规性: forbidden terms, advertising label, rights to pictures, nothing illegal or harmful",
    "Brand image 品牌形象: tone, look and message are those of the style guide",
    "Law, culture, ethics 法律法规、企业文化、道德标准: somebody may say no without giving a number",
    "Sensitive posts take the long way, and it is written down who says what is sensitive",
)

# P-18: the four links of the flow.
FLOW = (
    ("creation 创作", "writer, design", "a draft with value, sources and slot", "double work, hand-overs forgotten"),
    (
        "review 审核",
        "a second pair of eyes; lawyers",
        "a release, or reasons for the way back",
        "errors, two tones of voice",
    ),
    ("publishing 发布", "editor on duty", "the post at its hour", "missed slots, collisions"),
    ("effect evaluation 效果评估", "analyst", "one lesson for the next brief", "the same mistake again next month"),
)
FLOW_LIST = (
    "Creation 创作: no draft without a brief, a value and a source",
    "Review 审核: by somebody who did not write it, with the four norms in hand",
    "Publishing 发布: from the calendar, one owner for each slot",
    "Effect evaluation 效果评估: a date for each post, and one sentence about it in the next brief",
    "A limit to how many posts are open at once, neither one nor endless",
)
EMERGENCY_LIST = (
    "Who may publish without further questions, and two people who stand in",
    "Somebody is on call at night and at weekends, with the telephone and the passwords",
    "Templates for the three most likely events, cleared by the lawyers",
    "One review remains, by a second person, even at night",
    "A list of what is *no* emergency, so that the lane stays free",
)

END_QUIZ = (
    Question(
        "Your desk answers sudden events after a day. What shortens it most, in this section's model?",
        {
            "Fewer ordinary posts, so that the message does not queue.": "With hardly any posts it took nearly as long.",
            "Dropping the review of the message.": "That saves hours of a day, and the one look that it needs.",
            "Somebody who may publish at night and at weekends.": "",
        },
        "Most hours of a week are not office hours; events do not know that.",
    ),
    Question(
        "Checking every fact showed no gain in trust for the careful team. What follows?",
        {
            "Facts need not be checked.": "Its two reviews had found nearly all errors before. Look at the team without reviews.",
            "Checks overlap: the second net catches what the first one left, here very little.": "",
            "Trust does not depend on facts.": "It does where errors reach people: see the hasty team.",
        },
        "Put the check where errors are many and stakes are high.",
    ),
    Question(
        "A colleague wants to send every second post through the emergency lane, because it is fast. What do you say?",
        {
            "The lane gets slow.": "In this model it stays fast: a template takes half an hour.",
            "What goes through it has had one look only: more errors get out.": "",
            "Fine: speed is what counts.": "Ordinary posts have days to spare; they win nothing.",
        },
        "A fast way is a way with fewer looks.",
    ),
)


def hour_values(scenario: Scenario, platforms: Sequence[str] = PLATFORMS) -> pd.DataFrame:
    """Return what publishing at each hour is worth: rows platforms, columns hours 0 to 23; 1 is a usual office hour.

    The chance that a platform's visitors meet a post of that hour, over its life in the feed, without luck.
    """
    import numpy as np
    import pandas as pd

    from sim.core.timing import seen_index

    mix, life_h = np.array(scenario.audience.segment_mix), scenario.engagement.post_life_h
    rows = {}
    for name, traits in named(scenario.platform):
        if name in platforms:
            weight = mix * np.array(traits.presence)
            index = [
                seen_index(scenario.segment, life_h * traits.life_factor, scenario.engagement.peak_congestion, h)
                for h in range(24)
            ]
            rows[name] = (np.array(index) @ weight / weight.sum()).tolist()
    return pd.DataFrame(rows, index=range(24)).T


def collisions(run: Run, *, days: int = 14, gap_h: float = 2.0) -> pd.DataFrame:
    """Return the pairs of posts of the first ``days`` days that lie less than ``gap_h`` hours apart on one platform."""
    import pandas as pd

    posts = run.posts[run.posts["day"].between(1, days)].sort_values(["platform", "time_h"], kind="stable")
    after = posts.groupby("platform")["time_h"].shift(-1) - posts["time_h"]
    near = posts[after < gap_h].assign(gap_h=after[after < gap_h].round(1))
    return pd.DataFrame(near[["day", "platform", "hour", "type", "gap_h"]]).reset_index(drop=True)


def answers_by_hour(runs: Sequence[Run], names: Sequence[str]) -> pd.DataFrame:
    """Return mean hours from a sudden event to the message: a row for when it happened, a column for each scenario in ``names``.

    The first column counts the events, which are the same in every scenario; means over all runs.
    """
    import pandas as pd

    found = [
        {"happened": _when(run, event["happened_h"]), "scenario": run.scenario.name, "delay_h": event["delay_h"]}
        for run in runs
        if run.scenario.name in names
        for event in run.rows("sudden_event")
    ]
    table = pd.DataFrame(found, columns=["happened", "scenario", "delay_h"])
    delays = table.pivot_table(index="happened", columns="scenario", values="delay_h", aggfunc="mean").reindex(
        columns=list(names)
    )
    counted = table[table["scenario"] == names[0]].groupby("happened").size()
    return delays.round(1).rename_axis(columns=None).assign(events=counted)[["events", *names]].reindex(list(WHEN))


def _when(run: Run, time_h: float) -> str:
    p, (day, hour) = run.scenario.production, divmod(time_h, 24.0)
    if (day - run.scenario.warmup_days) % 7 >= p.work_days:
        return WHEN[2]
    return WHEN[0] if p.shift_start_h <= hour < p.shift_start_h + p.person_hours_week / p.work_days else WHEN[1]
