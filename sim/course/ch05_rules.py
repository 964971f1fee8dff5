"""Levers, pictures, tables, questions and checklists of section 5.2, rules and sanctions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.metrics.community import members

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "APPEAL_QUIZ", "ATMOSPHERE", "BORDER_QUIZ", "LEVERS", "MANNER", "MORE", "ON_PAPER", "PAPER", "POLICIES", "PROCEDURE", "RUDE",
    "RULES_QUIZ", "SORT_QUIZ", "UPKEEP", "VIEW", "handled_table", "per_world", "removed_writers",
]  # fmt: skip

# A thousand members in which every eighth post breaks a rule unless somebody does something; twelve weeks.
RUDE: Mapping[str, object] = {
    "parts": ["community"], "platforms": ["weibo"], "n_people": 6_000, "audience.follower_start": 0.8,
    "community.members_start": 1_000, "community.toxicity": 0.12, "horizon_days": 84,
}  # fmt: skip
LEVERS = (
    "community.strictness", "community.rule_clarity", "community.sanction_policy", "community.education", "community.fairness",
    "community.mod_delay_h", "community.moderators", "community.toxicity",
)  # fmt: skip
MORE = (
    "community.activities_month", "community.rule_review_d", "community.rules_shown", "community.briefing_d",
    "community.strike_days", "community.mute_days", "community.culture_effort", "community.benefit_level", "horizon_days",
)  # fmt: skip
Cases = Mapping[str, Mapping[str, object]]
MILD_LADDER = {"community.sanction_policy": "ladder", "community.strictness": 0.2, "community.education": 1.0}
POLICIES: Cases = {
    "no sanctions": {"community.sanction_policy": "none"},
    "delete only": {"community.sanction_policy": "delete"},
    "ladder": {"community.sanction_policy": "ladder"},
    "ladder, mild, explained": MILD_LADDER,
    "remove at once": {"community.sanction_policy": "remove"},
}
_NONE = {"community.sanction_policy": "none"}
ON_PAPER: Cases = {
    "vague, not enforced": _NONE | {"community.rule_clarity": 0.2},
    "clear, not enforced": _NONE | {"community.rule_clarity": 0.9},
    "vague, enforced": MILD_LADDER | {"community.rule_clarity": 0.2},
    "clear, enforced": MILD_LADDER | {"community.rule_clarity": 0.9},
}
MANNER: Cases = {
    "silent, arbitrary": {"community.education": 0.0, "community.fairness": 0.2},
    "silent, fair": {"community.education": 0.0, "community.fairness": 1.0},
    "explained, arbitrary": {"community.education": 1.0, "community.fairness": 0.2},
    "explained, fair": {"community.education": 1.0, "community.fairness": 1.0},
}
ATMOSPHERE: Cases = {
    "two moderators": {"community.moderators": 2, "community.activities_month": 0},
    "one, and activities": {"community.moderators": 1, "community.activities_month": 4},
    "and values": {"community.moderators": 1, "community.activities_month": 4, "community.culture_effort": 8.0},
}


def _by_day(run: Run) -> pd.DataFrame:
    """Return one row a day: members, violations seen (per cent of what is seen) and useful posts, both 7-day means."""
    import pandas as pd

    days = pd.DataFrame(run.days).fillna(0.0)
    seen = days[["community_bad_seen", "community_seen"]].rolling(7, min_periods=1).sum()
    kept = days["community_good"] - days.get("community_good_deleted", 0.0)
    return pd.DataFrame({
        "day": range(1, len(days) + 1), "members": days["community_members"],
        "bad": 100.0 * seen["community_bad_seen"] / seen["community_seen"].clip(lower=1e-9),
        "useful": kept.rolling(7, min_periods=1).mean(),
    })  # fmt: skip


VIEW = View(
    title="What rules do to the community",
    rows=_by_day,
    curves=(
        Curve("bad", "violations seen", "% of posts, 7-day mean"),
        Curve("useful", "useful posts", "a day, 7-day mean"),
        Curve("members", "members", "people"),
    ),
    figures=("bad_share", "good_posts", "members", "belonging", "recidivism", "wrongful", "team_hours", "cost_k"),
)


def per_world(results: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Return one metric of ``compare(...)``: a row a scenario, a column a world, in the table's order."""
    one = results[results["metric"] == metric]
    table = one.pivot_table(index="scenario", columns="replication", values="value")
    table = table.loc[list(dict.fromkeys(one["scenario"]))].rename_axis(index=None, columns=None)
    return table.set_axis([f"world {k + 1}" for k in range(table.shape[1])], axis=1)


def removed_writers(with_rules: Sequence[Run], without: Sequence[Run]) -> pd.DataFrame:
    """Return who was removed in each world, and what these people write in the same world without sanctions.

    Columns: world, members (ever), removed, ``% of members``, ``% of useful posts without sanctions``. Both lists hold the same
    worlds in the same order; somebody is the same person in both.
    """
    import pandas as pd

    rows = []
    for k, (run, free) in enumerate(zip(with_rules, without, strict=True), 1):
        there = members(run)
        gone = {m["person"] for m in there if m["why"] == "removed"}
        wrote = {m["person"]: m["good"] for m in members(free)}
        rows.append({
            "world": k, "members": len(there), "removed": len(gone), "% of members": 100.0 * len(gone) / max(1, len(there)),
            "% of useful posts without sanctions": 100.0 * sum(wrote.get(p, 0) for p in gone) / max(1, sum(wrote.values())),
        })  # fmt: skip
    return pd.DataFrame(rows)


def handled_table(log: pd.DataFrame) -> pd.DataFrame:
    """Return what moderators did, of the data set ``moderation_log``: a row an action, all at the end.

    Columns: action, cases, explained %, median hours and share after more than a day, appealed %, appeals that were right %.
    """
    import pandas as pd

    hours = (pd.to_datetime(log["handled_ts"]) - pd.to_datetime(log["ts"])).dt.total_seconds() / 3600.0
    log = log.assign(hours=hours, late=hours > 24.0)
    rows = []
    for action in ("warn", "delete", "mute", "remove", "all"):
        here = log if action == "all" else log[log["action"] == action]
        rows.append({
            "action": action, "cases": len(here), "explained %": 100.0 * here["explained"].mean(),
            "median hours": here["hours"].median(), "after more than a day %": 100.0 * here["late"].mean(),
            "appealed %": 100.0 * here["appealed"].mean(),
            "appeal right %": 100.0 * here["appeal_ok"].sum() / max(1, here["appealed"].sum()),
        })  # fmt: skip
    return pd.DataFrame(rows)


# ------------------------------------------------------------------------------------------- P-26: thirty posts of members

CONTENT, TALK, CONDUCT, FINE = (
    "content norm 内容规范", "interaction norm 互动准则", "member conduct 成员行为", "allowed 允许",
)  # fmt: skip
_LOOK = {
    CONTENT: "It is neither advertising nor spam, nor written to do damage.",
    TALK: "Nobody is attacked or defamed in it.",
    CONDUCT: "It is neither hype nor a rumour, and nobody is treated without courtesy.",
    FINE: "Somebody breaks a rule here.",
}


def _post(text: str, right: str, because: str) -> Question:
    return Question(text, {kind: "" if kind == right else f"{told} {because}" for kind, told in _LOOK.items()}, because)


SORT_QUIZ = (
    _post("“How do you get tea stains off white glaze?”", FINE, "A question: what a group is for."),
    _post("“Phone cases half price, write to me!!!”", CONTENT, "Advertising 广告."),
    _post("“Whoever likes this pot has no brain.”", TALK, "A personal attack 人身攻击."),
    _post("“I heard their clay is radioactive, pass it on.”", CONDUCT, "Spreading a rumour 造谣传谣."),
    _post("“My lid does not fit. Third one.” with a photo", FINE, "A complaint is no violation: it gets an answer."),
    _post("The same link, eleven times in an hour", CONTENT, "Spam 垃圾信息."),
    _post("“Li from the shop is a thief, everybody knows.”", TALK, "Malicious defamation 恶意诋毁: a charge without proof."),
    _post("“Only 3 left in all of China!!!” (it is not true)", CONDUCT, "Malicious hype 恶意炒作."),
    _post("“I brew at 95 degrees, you at 80. Let us compare!”", FINE, "Sharing experience, and respect for another opinion."),
    _post("“Shut up, newcomer.”", CONDUCT, "Basic courtesy 基本礼貌 is missing."),
    _post("A film of a pot being smashed, again and again, to spoil the feed", CONTENT, "A malicious attack 恶意攻击 by content."),
    _post("“You are wrong, and here is the test that shows it.”", FINE, "Hard on the matter, fair to the person."),
    _post("“Do not answer her, she is ugly.”", TALK, "A personal attack, whatever the topic was."),
    _post("“Earn 800 a day from home: scan the code”", CONTENT, "Advertising, and probably fraud."),
    _post("“The factory burnt down, no more spare parts!” without a source", CONDUCT, "Making a rumour."),
)  # fmt: skip
BORDER_QUIZ = (
    _post("“I sell my old pot, a scratch on the base, 60 yuan.” (a member of three years)", FINE,
          "Not a trader. Say in the rules whether members may sell to each other, and where."),
    _post("“Your support is a joke.”", FINE, "Anger at the company is no attack on a person. Who deletes it has screenshots."),
    _post("“As usual, m00341 does not read before he writes.”", TALK, "It is about the person, not the matter."),
    _post("A useful review with a discount code of the writer's shop at the end", CONTENT, "Useful, and advertising all the same."),
    _post("“Is it true that the glaze holds lead?”", FINE, "A question is no rumour, if it is one. Answer it with the test."),
    _post("“Is it TRUE that they poison children???” in five threads", CONDUCT, "A rumour with a question mark, on purpose."),
    _post("“Boycott until they refund!”", FINE, "An opinion, a loud one. It needs an answer, not a moderator."),
    _post("“He was fired for stealing, ask anybody.”", TALK, "Defamation, even if somebody believes it."),
    _post("Ten photos of a collection, one of the brand's rival", FINE, "Quality content. Loving tea is not disloyalty."),
    _post("“haha ok”", FINE, "Of little use, and allowed. Rules are no tool for taste."),
    _post("The same good tip, copied into nine threads", CONTENT, "Spam is a matter of number, not of quality."),
    _post("“Prices double next week, a friend works there!”", CONDUCT, "Hype on hearsay."),
    _post("“With respect: nonsense.”", FINE, "Not warm. About the matter."),
    _post("A newcomer's first post: “Join my tea group instead”", CONTENT, "Advertising. Explain, it is a first post."),
    _post("“Go back to your village with that pot.”", TALK, "An attack on somebody for where he comes from."),
)  # fmt: skip

PAPER = {
    "form 呈现方式": ("rules poster 规则图文", "detailed rules post 详细规则帖", "briefing 规则宣讲活动"),
    "what it says of advertising": (
        "One picture: a member's pot (yes), a price list with a code (no)",
        "What counts as advertising, two borderline posts with the decision, what happens the first and the fourth time, how "
        "to appeal",
        "Twenty minutes with tea: five posts on the screen, members vote, the moderator explains",
    ),
    "read by": ("everybody, in ten seconds", "who is in doubt, or was warned", "who is here tonight"),
    "renewed": ("at each review", "at each review, with a date", "monthly"),
}

PROCEDURE = (
    "Fair and open 公正公开: the rule that was broken is named, with a link",
    "The same post gets the same answer, whoever wrote it, leaders and staff too",
    "The first sanction comes with an explanation and an example of how to write it instead",
    "Whoever is sanctioned can appeal 申诉 to somebody who did not decide; answer within two days",
    "A sanction that was wrong is taken back in public, and no longer counts",
    "Numbers of warnings, mutes, removals and reversals are posted monthly, without names",
    "Adverts by accounts that do nothing else are removed at once: no ladder for robots",
)
APPEAL_QUIZ = (
    Question(
        "A leader with 400 useful posts gets his fourth strike within 30 days, for sarcasm. The ladder says: remove. What now?",
        {
            "Remove him: rules are the same for all.": "The same rule for all is right; a ladder that counts strikes of somebody "
                "who writes fifty times as much counts his writing.",
            "Look at the share of his posts that break a rule, talk to him, change the ladder for everybody if it is wrong.": "",
            "Let it pass: he is too valuable.": "Members see it, and fairness is gone. A wrong ladder is wrong for all.",
        },
        "An exception for one is unfair. A better rule for all is not.",
    ),
    Question(
        "“You deleted my complaint about the lid!” The moderator took it for an attack. It was none. What do you do?",
        {
            "Restore it, say so in the thread, take the strike back, answer the complaint.": "",
            "Restore it silently.": "Others saw it vanish. Openness means they also see it come back.",
            "Leave it: the matter is old by now.": "A wrong hit hurts him more than a right one, and readers believe it.",
        },
        "Reversing openly costs little: it shows that appeals mean something.",
    ),
)  # fmt: skip
UPKEEP = (
    "Moderators are named; somebody looks in at least every four hours by day",
    "Every two months the rules are read again, with members who were sanctioned at the table",
    "What changed is announced, with the reason, and shown to everybody who joins",
    "Each review looks at: reversed sanctions, violations nobody found, posts nobody reports any more",
    "There is something to do in the group besides following rules: activities, topics, benefits 优惠福利",
)

RULES_QUIZ = (
    Question(
        "In five test groups the ladder lost useful posts on average, but the interval holds zero. What happened?",
        {
            "Nothing: undecided means no effect.": "Look at the worlds one by one.",
            "In most worlds little, in some very much: it depends on whether a few big writers were removed.": "",
            "The simulation is too short.": "Longer runs would not change that a few people write most.",
        },
        "Where a few carry most, look at each world, and at who these few are.",
    ),
    Question(
        "Violations are at an all-time low since strictness was doubled. What do you ask?",
        {
            "How to get them to zero.": "At zero nobody writes. Look at what else was deleted.",
            "How many useful posts and members we lost, and how many hits were wrong.": "",
            "Whether moderators need a bonus.": "That counts half of their work: what they hit, not what they hurt.",
        },
        "A low share of violations is easy to have: in an empty group.",
    ),
    Question(
        "One moderator copes. The budget allows two more. Where does the money help most?",
        {
            "Two more moderators.": "Idle hands see nothing more. They change the figures only where cases pile up.",
            "Explanations, clear rules, activities: fewer violations are written in the first place.": "",
            "A stricter filter.": "It hits more good posts, and those it hits write most.",
        },
        "Enforcement treats what is written; clarity, education and atmosphere change what gets written.",
    ),
)  # fmt: skip
