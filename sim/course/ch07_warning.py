"""Questions, checklists and levers of sections 7.1 (early warning) and 7.3 (risk control every day)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHAIN", "CHAIN_QUIZ", "DAILY_LEVERS", "DAILY_MORE", "DAILY_QUIZ", "LEVERS", "LOOK_AGAIN", "MORE", "SIGNS_QUIZ", "WARNING_QUIZ",
    "WATCH_LIST", "WATCH_PLAN", "risk_register",
]  # fmt: skip

# The controls of lab 7.1: what shows at once, and the second tab.
LEVERS = (
    "crisis.alert_neg_share", "crisis.alert_kw_mult", "crisis.alert_window_h", "crisis.alert_mode", "crisis.monitor_coverage",
    "crisis.recalibrate_d", "crisis.drill_interval_d", "crisis.plan_ready",
)  # fmt: skip
MORE = (
    "crisis.team_ready", "crisis.plan_covers", "crisis.dept_sla_h", "crisis.skill_halflife_d", "crisis.watch_hours",
    "crisis.watch_weekend", "crisis.alert_min_mentions", "crisis.alarm_fatigue", "crisis.negative_drift", "crisis.troll_bursts",
)  # fmt: skip
# The controls of lab 7.3.
DAILY_LEVERS = (
    "production.risk_tiering", "production.review_rounds", "production.review_catch", "production.sensitive_share",
    "desk.complaint_answer_share", "crisis.dept_sla_h", "crisis.team_ready", "desk.agents",
)  # fmt: skip
DAILY_MORE = (
    "production.misjudged_share", "production.same_eyes", "production.incident_share", "production.error_prob",
    "desk.reply_mode", "crisis.plan_ready", "crisis.plan_covers", "plan.posts_per_day",
)  # fmt: skip

QUALITY, IMAGE, OPINION, CALM = (
    "product quality 产品质量问题", "damaged image 品牌形象受损", "negative opinion spreads 负面舆论扩散", "no crisis 不是危机",
)  # fmt: skip
_IF_CHOSEN = {
    QUALITY: "Nothing is said against the product itself.",
    IMAGE: "It does not touch what the brand stands for.",
    OPINION: "Look at what is new in it: is it the spreading, or the thing itself?",
    CALM: "It would be kinder. But read it as somebody whose job it is to see early.",
}


def _sign(text: str, right: str, because: str) -> Question:
    """Return one sign to classify; every wrong class is told why, and what to look at."""
    return Question(text, {a: "" if a == right else f"{told} {because}" for a, told in _IF_CHOSEN.items()}, because)


# H7.1-02: the common types, on what one day brings to the desk of a maker of thermos flasks.
SIGNS_QUIZ = (
    _sign("Five customers in three cities, one photo each: the seal smells after a week.", QUALITY,
          "One defect, several places: a batch."),
    _sign("Your brand's face was filmed shouting at a waiter.", IMAGE, "The flask is fine; what the brand stands for is not."),
    _sign("A joke about your slogan: 40 reposts yesterday, 900 this morning.", OPINION, "What is new is the speed."),
    _sign("“The blue one is sold out again!”", CALM, "A complaint that flatters; tell the shop."),
    _sign("A trade paper: regulator tests flasks of all makers.", CALM,
          "Not about you yet: an industry trend for the watch list."),
    _sign("A competitor recalls a lid. You buy lids from the same supplier.", QUALITY,
          "The competitor's news is your warning; nobody has named you yet."),
)  # fmt: skip

# P-35: what belongs on the list of those who watch.
WATCH_LIST = (
    "User feedback: comments, private messages, reviews, the desk's complaints",
    "Industry: regulators, trade papers, suppliers, tests",
    "Competitors: their recalls, their disputes, their silence",
    "Keywords of quality, safety and service, with nicknames and misspellings",
    "For each: who looks, how often, and whom to tell",
)

WATCH_PLAN = (
    "Both indicators have a threshold in writing, and a smallest number of mentions",
    "Somebody hears the alarm at night and at weekends, or we know what that costs",
    "The four levels say who is called and what may be decided",
    "A plan and four drafts are ready: holding, apology, clarification, progress report",
    "Every false alarm is written down; thresholds are looked at again at a fixed date",
    "The next drill has a date, a facilitator and a stop-watch",
)

WARNING_QUIZ = (
    Question(
        "Your watch found the last three crises within an hour, and rings every day. What do you change?",
        {
            "Nothing: a crisis costs more than any number of false alarms.":
                "Who is called every day stops listening: false alarms are paid with attention.",
            "Raise the share threshold until it is quiet.": "Then it finds the slow crisis last. Is there another indicator?",
            "Let a second indicator have to agree.": "",
        },
        "Harmless grumbling and danger differ in their words: two indicators keep most of the speed.",
    ),
    Question(
        "The tool sees every mention instead of six in ten; thresholds stay. What do you expect?",
        {
            "Crises are found in half the time.": "Look at the coverage chart: beyond half, little is gained.",
            "Hardly more speed, and a dearer tool.": "",
            "Far fewer false alarms, because the sample is larger.":
                "Troll bursts and campaign days are seen more fully as well: compare the column of false alarms.",
        },
        "A share needs a smallest sample; once most hours reach it, more mentions tell little that is new.",
    ),
    Question(
        "A crisis that was found late lasted two days, one found early lasted four. Was early worse?",
        {
            "Yes, it lasted twice as long.": "Who had still to hear it? A fire that has burnt everything is short.",
            "One cannot tell from duration: compare the damage.": "",
            "No, a long crisis is a small one.": "There is no such rule either.",
        },
        "Duration is a misleading measure: what counts is what was lost.",
    ),
)  # fmt: skip

# P-38: from the first sign to the official statement.
CHAIN = (
    ("0 min", "whoever sees it", "reports to the crisis team on duty; answers nothing alone", "首个发现者"),
    ("10 min", "crisis team", "rates the level, opens the log, calls the PR team", "危机小组"),
    ("30 min", "PR team", "sets the strategy with legal, customer service and product", "公关团队"),
    ("60 min", "spokesperson", "publishes the official statement; says when the next one comes", "发言人"),
    ("every 4–24 h", "PR team", "reports progress, also when there is little", "公关团队"),
)

CHAIN_QUIZ = (
    Question(
        "22:40. A trainee at the desk sees a video of your product smoking. First step?",
        {
            "Answer below the video that it is being looked into.":
                "It is the first public word of the company, by somebody who may not speak for it.",
            "Call the person on duty of the crisis team.": "",
            "Collect more evidence and write a report for the morning.": "Nine hours are most of what can still be changed.",
        },
        "See, call, log. Speaking comes later, and by somebody who may.",
    ),
    Question(
        "The team has rated it orange. Legal is not reachable. What now?",
        {
            "Wait: nothing is said without legal.": "Then the slowest department sets the pace for all.",
            "Publish the holding statement that legal cleared beforehand; call the stand-in.": "",
            "Publish what the product manager believes to be the cause.": "A cause that turns out wrong costs more than silence.",
        },
        "That is what statements cleared in advance are for.",
    ),
    Question(
        "Who decides what is said?",
        {
            "Whoever has the password of the account.": "Access is not authority.",
            "The PR team, by the strategy, with authority given in the plan.": "",
            "A round of all heads of department.": "A good way to know everything, tomorrow.",
        },
        "Authority is given before the crisis, in writing, with a stand-in.",
    ),
)  # fmt: skip

LOOK_AGAIN = (
    "Every month: one risk of the register is read aloud and rated anew",
    "New platform, new function, new habit of users: one line more in the register?",
    "Each incident and each near miss becomes a line, a keyword or a review rule",
    "Three reviewed posts drawn at random: was each put into the right tier?",
    "The call list was tried: everybody answered within ten minutes",
)

DAILY_QUIZ = (
    Question(
        "Two rounds for every post, or one for ordinary and four for sensitive posts. When does the second plan lose its lead?",
        {
            "Never: four rounds find more than two.": "They do, on the posts that get them.",
            "When many sensitive posts are not recognised as such.": "",
            "When there are few posts.": "The number of posts scales both plans alike.",
        },
        "Tiering stands and falls with the first look that sorts.",
    ),
    Question(
        "Legal, service and product each answer after 8 hours or so. You may do one thing.",
        {
            "Train the writer to be twice as fast.": "The writer waits for the slowest answer.",
            "Ask all three at once instead of one after the other.": "",
            "Ask them every hour whether they are done.": "It makes nobody faster.",
        },
        "Times that are added become times of which the longest counts.",
    ),
    Question(
        "A risk scores 5 for impact and 1 for probability, another 2 and 3. Which one gets the plan first?",
        {
            "The second: 6 is more than 5.": "The product hides what cannot be survived; look at the matrix, not at the number.",
            "The first, and the second a routine.": "",
            "Neither: both are green.": "An impact of 5 is never green.",
        },
        "Probability times impact ranks; it does not decide. Rare and fatal needs a plan.",
    ),
)  # fmt: skip


def risk_register() -> pd.DataFrame:
    """Return the risk register of the course's company, one row a risk; all ratings are the authors' judgement."""
    from sim.course.datasets.risk import register

    table: pd.DataFrame = register()
    return table
