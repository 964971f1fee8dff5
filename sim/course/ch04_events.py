"""Section 4.4, online and offline activities: plans, levers and view, tables of an activity, questions and checklists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.course.claims.chapter4_events import ACTIVITY
from sim.lab.controls import Curve, View
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "ACTIVITY", "AFTER", "ANNOUNCEMENT", "COMPARE_QUIZ", "JOINT", "LEVERS", "LIMITS", "MORE", "PLANS", "ROOM", "SIDES_QUIZ", "VIEW",
    "circle", "format_cards", "won_by",
]  # fmt: skip

# One budget, four ways to spend it.
PLANS: Mapping[str, Mapping[str, object]] = {
    "online only": {"campaign.online_share": 1.0, "campaign.linked": False},
    "offline only": {"campaign.online_share": 0.0, "campaign.linked": False},
    "both, apart": {"campaign.online_share": 0.5, "campaign.linked": False},
    "both, linked": {"campaign.online_share": 0.5, "campaign.linked": True},
}
# Worlds in which the advice may fail.
LIMITS: Mapping[str, Mapping[str, object]] = {
    "as usual": {},
    "venue for 50": {"campaign.venue_capacity": 50},
    "budget of 30": {"campaign.budget_k": 30.0},
    "people far away": {"campaign.city_share": 0.02},
}
# A large town where everybody has thirty contacts and the venue room for all: a post meets many who have not heard yet.
ROOM: Mapping[str, object] = {
    "n_people": 20_000, "audience.mean_degree": 30, "campaign.live_days": 14, "horizon_days": 33,
    "campaign.venue_capacity": 3000, "campaign.place_k": 0.005,
}  # fmt: skip
LEVERS = (
    "campaign.budget_k", "campaign.online_share", "campaign.linked", "campaign.teaser_days", "campaign.kol_share",
    "campaign.live_share_rate", "campaign.onsite_quality", "campaign.venue_capacity",
)  # fmt: skip
MORE = (
    "campaign.kol_fit", "campaign.media_richness", "campaign.missing_details", "campaign.interaction_elements",
    "campaign.adjust_interval_d", "campaign.creativity", "campaign.prize", "campaign.city_share", "campaign.live_days",
)  # fmt: skip


def _days(run: Run) -> pd.DataFrame:
    """Return one row a day of the first activity: who has heard so far, who came and who took part online that day."""
    import pandas as pd

    rows = [row for row in run.rows("event_day") if row["number"] == 0]
    if not rows:
        return pd.DataFrame({"day": [1], "heard": [0], "came": [0], "joined": [0]})
    table = pd.DataFrame(rows)
    return table.assign(day=table["day"] + 1)[["day", "heard", "came", "joined"]]


VIEW = View(
    title="What one activity brings, day by day",
    rows=_days,
    curves=(
        Curve("heard", "people who have heard of it", "so far"),
        Curve("came", "guests at the venue", "a day"),
        Curve("joined", "online participants", "a day"),
    ),
    figures=(
        "event_follows", "cost_per_follow", "event_awareness", "attendance", "participation", "shared_awareness", "turned_away",
        "team_hours",
    ),
)  # fmt: skip


def won_by(runs: Sequence[Run]) -> pd.DataFrame:
    """Return one row a scenario: what an activity brings besides followers, in people, posts and orders; means over the runs."""
    import pandas as pd

    names = {"heard": "heard of it", "by_friends": "from a contact", "attendance": "guests", "participation": "online",
             "posts": "posts of both", "orders": "orders"}  # fmt: skip
    rows = [
        {"scenario": run.scenario.name} | {names[k]: row[k] for k in names} for run in runs for row in run.rows("event")
    ]
    return pd.DataFrame(rows).groupby("scenario", sort=False).mean().reset_index()


def circle(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the circle of sharing by scenario: posts a guest, people a post brings, guests of those who heard, gain.

    The gain is their product: how many further people one of those who take part brings by posts; a low estimate, since who
    hears it from a contact comes more readily than others. At 1 the circle would feed itself.
    """
    import pandas as pd

    rows = []
    for run in runs:
        for row in run.rows("event"):
            there = max(1, row["took_part"])
            rows.append({
                "scenario": run.scenario.name, "posts a guest": row["posts"] / there,
                "people a post brings": row["by_friends"] / max(1, row["posts"]),
                "of them take part": row["took_part"] / max(1, row["heard"]),
            })  # fmt: skip
    table = pd.DataFrame(rows).groupby("scenario", sort=False).mean().reset_index()
    return table.assign(gain=table["posts a guest"] * table["people a post brings"] * table["of them take part"])


def format_cards() -> pd.DataFrame:
    """Return three formats of an offline activity as worked examples (P-24): a row for each question, a column a format."""
    import pandas as pd

    rows = {
        "What happens 内容": (
            "make tea with the kettle, ask the engineer", "twenty people and a potter talk about one cup",
            "a century of flasks, yours beside them",
        ),
        "For whom 对象": ("people before a purchase", "loyal users, people of the trade", "families, passers-by, press"),
        "Where 地点": ("our own store 实体店", "a tea house, or the store after hours", "a mall, a museum, a station hall"),
        "What is shared 可分享的瞬间": ("the first own cup of tea", "a sentence of the potter", "the oldest flask of the town"),
        "Online half 线上部分": (
            "booking by WeChat 微信, a live stream 直播", "a topic 话题 on Weibo 微博, with questions",
            "a game 互动游戏, films on Douyin 抖音",
        ),
        "Fails when 失败的条件": ("nobody talks to the queue", "it becomes a sales talk", "there is nothing to touch"),
    }  # fmt: skip
    columns = ("experience session 产品体验会", "themed salon 主题沙龙", "exhibition 展览")
    return pd.DataFrame([dict(zip(columns, cells, strict=True)) for cells in rows.values()], index=pd.Index(rows))


# P-23: what every announcement says.
ANNOUNCEMENT = (
    "Time 时间: date, weekday, from when to when, and until when one can still come",
    "Place 地点: address, floor, nearest station, and how a wheelchair gets in",
    "Content 内容: what one sees, does and takes home, in one sentence and one picture",
    "Way to join 参与方式: free or booked, how many places, what happens when it is full",
    "The four stand in the first screen, also of the short video, as text and not only in the picture",
    "Somebody who knows nothing of it has read the announcement and said when, where, what and how",
)
JOINT = (
    "The idea follows from the brand positioning 品牌定位 and the audience 受众特点, in one sentence",
    "Online leads to the venue: a place to book, a route, a reason to come today",
    "The venue leads online: a code at the door, a topic, a spot where everybody takes the same picture",
    "One person is responsible for both halves; one calendar, one budget",
    "Who cannot come has something to do online, and who came has something to tell",
)
# H4.4-10: after the activity.
AFTER = (
    "Recognition 认知度: who heard of us for the first time, and by whom?",
    "Reputation 美誉度: what guests wrote is read, thanked for and, with permission, shown",
    "Product: three things that guests stumbled over are with the product team, with a date",
    "Guests hear within two weeks what came of their remarks; the next invitation goes to them first",
    "Win-win 双赢: what did a guest have of it who bought nothing?",
)

ONLINE, OFFLINE, LINK = "online 线上", "offline 线下", "the link 联动"
_SIDE = {
    ONLINE: "A part of it needs a venue, or somebody who is there.",
    OFFLINE: "A part of it happens on a screen.",
    LINK: "It stays in one of the two worlds.",
}


def _side(text: str, right: str, because: str) -> Question:
    wrong = {side: "" if side == right else f"{told} {because}" for side, told in _SIDE.items()}
    return Question(text, wrong, because)


SIDES_QUIZ = (
    _side("A preview 活动预告 of ten seconds, three days before", ONLINE, "It tells that something will happen."),
    _side("An experience zone 互动体验区 where everybody pours a cup", OFFLINE, "One has to be there."),
    _side("A code on the cup that opens the topic page 话题", LINK, "It takes a guest from the venue to the topic."),
    _side("A questionnaire 问卷调查 about which cup should be made", ONLINE, "Everybody can answer, also from far away."),
    _side("Whoever won the online game 互动游戏 collects the prize at the counter", LINK, "From the screen into the store."),
    _side("A lucky draw 抽奖 among those who are in the room", OFFLINE, "It raises the feeling of being part of it."),
)  # fmt: skip

COMPARE_QUIZ = (
    Question(
        "You have 30,000 CNY. Your boss wants “a bit of everything, linked”. What do you answer?",
        {
            "Good: linked wins.": "It wins at a budget that pays both parts; each has fixed costs before it reaches anybody.",
            "One part, done well, this time.": "",
            "Nothing below 100,000.": "A small activity may be worth its money; two halves of one are not.",
        },
        "Fixed costs come first. Below some budget the link has nothing to link.",
    ),
    Question(
        "An influencer with a million followers costs half of the promotion money. What do you look at first?",
        {
            "How many followers there are.": "Exposure hardly pays: see the line of the worst fit.",
            "How many of them belong to your target.": "",
            "How many likes the last posts had.": "Likes of people who will never come are exposure, too.",
        },
        "Exposure is bought, fit is chosen.",
    ),
    Question(
        "Guests queue for an hour and post about it. The number of posts has doubled. Good news?",
        {
            "Yes, sharing feeds the circle.": "A bad experience that is shared keeps people away, and may become a crisis.",
            "Look at what they say before you count.": "",
            "No, fewer posts are always better.": "Where the experience is good, sharing is what makes the circle.",
        },
        "The sign of the circle is the experience; sharing is only its speed.",
    ),
)  # fmt: skip
