"""Section 2.1, platforms: controls, questions, checklists, the positioning sheet and the tree of indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.companies import mass_service, youth_fashion
from sim.core.catalogue import PLATFORMS, SEGMENTS, named
from sim.lab.controls import POSTING
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

__all__ = [
    "ADJUST", "COMPANIES", "COMPARE_QUIZ", "GOALS", "KINDS", "LEVERS", "MORE", "RESOURCES", "SETS", "TRAITS_QUIZ", "VIEW",
    "by_number", "kpi_tree", "platform_table", "positioning_sheet",
]  # fmt: skip

LEVERS = (
    "platforms", "production.staff_hours_week", "plan.native_adaptation", "plan.posts_per_day", "audience.competitor_posts_day",
    "plan.core_segment", "audience.ecommerce_maturity",
)  # fmt: skip
MORE = ("audience.segment_mix", "audience.differentiation", "plan.targeting_precision", "horizon_days")
VIEW = replace(
    POSTING,
    title="What a choice of platforms brings and costs",
    figures=("net_growth", "reach", "core_reach", "reactions", "sales_k", "quality_mean", "team_hours"),
)
# From one to six platforms, always adding to the set before.
SETS: Mapping[str, tuple[str, ...]] = {
    "one": ("weibo",),
    "two": ("wechat", "weibo"),
    "three": ("wechat", "weibo", "douyin"),
    "four": ("wechat", "weibo", "douyin", "kuaishou"),
    "six": PLATFORMS,
}
COMPANIES = {"youth fashion": youth_fashion, "mass service": mass_service}
KINDS: Mapping[str, tuple[str, ...]] = {"short video": ("douyin",), "WeChat + Weibo": ("wechat", "weibo")}
# Metric, the goal it stands for, and whether less is better.
GOALS: Mapping[str, tuple[str, bool]] = {
    "share_rate": ("passed on", False),
    "t50_spread": ("speed (h)", True),
    "core_reach": ("the young", False),
    "net_growth": ("followers", False),
    "sales_k": ("sales (k)", False),
}

WECHAT, WEIBO, VIDEO = "WeChat 微信", "Weibo 微博", "short video 短视频"
_SUITS = {
    WECHAT: "WeChat is for people one already knows: deep contact and precise messages.",
    WEIBO: "Weibo is the public square: publicity, and public opinion.",
    VIDEO: "Short video shows: strong pictures, and a young audience.",
}


def _task(text: str, right: str) -> Question:
    wrong = {name: "" if name == right else f"{told} Here something else is wanted." for name, told in _SUITS.items()}
    return Question(text, wrong, _SUITS[right])


# P-07: traits of platforms.
TRAITS_QUIZ = (
    _task("Five hundred regular buyers shall be asked, one by one, what they miss.", WECHAT),
    _task("A rumour is one hour old. The answer must be where journalists look.", WEIBO),
    _task("Twenty-year-olds shall see how the jacket moves on a dancer.", VIDEO),
    _task("A coupon for those in Chengdu who bought twice this year, and for nobody else.", WECHAT),
    _task("The whole city shall talk about the opening on Saturday.", WEIBO),
    _task("A trick of ten seconds with the product that people want to copy.", VIDEO),
)

RESOURCES = (
    "Own 内部: working hours a week that are really free, and who is ill or on leave replaced",
    "Own: skills, for example writing, camera, live hosting, answering in dialect",
    "Own: a web shop with stock, payment and delivery that stand a rush (how mature, from 0 to 1?)",
    "Own: customers who agreed to be written to, and a system that keeps their data lawfully",
    "Own: stores, staff, workshops, archives, people with a story",
    "Outside 外部: e-commerce platforms that would cooperate, with their terms",
    "Outside: suppliers, creators, associations, media that share an interest",
    "Each platform on the list uses at least one of these; what uses none is crossed out",
)

ADJUST = (
    "A date is set, every three months: does the target audience still spend its time here?",
    "For each platform: hours in, contacts with the target audience, sales out, side by side",
    "One platform may leave the list at each review, and one may come on trial",
    "What changed in market and users since the last date is written down first, then the numbers are read",
    "Followers of a platform that is given up are told where to find us",
)

COMPARE_QUIZ = (
    Question(
        "A seventh platform is fashionable. Your team has no hour left. What does the model say happens first?",
        {
            "Reach grows by one seventh.": "Each post of the six now gets less time: look at the quality in the table.",
            "Posts everywhere get worse, and followers leave.": "",
            "Nothing, platforms are independent of each other.": "The same working hours feed all of them.",
        },
        "Hours are shared: what one platform gets, the others lose.",
    ),
    Question(
        "Platform X leads on shares a view, Y on speed, Z on sales. Which one is best?",
        {
            "X, since shares are free reach.": "Free reach is one goal. Which goal has the company written down?",
            "The one with the highest sum of ranks.": "A sum of ranks mixes goals that nobody has weighed.",
            "That depends on the goal that comes first.": "",
        },
        "First the goal, then the platform; never the other way round.",
    ),
    Question(
        "Sales rose with every platform, followers fell. What belongs into the report?",
        {
            "Only sales, because money counts.": "Followers are next year's reach: say what the sales were paid with.",
            "Both, with the hours, and how long the market was watched.": "",
            "Only followers: sales are the shop's business.": "The goal may well be sales; hiding it helps nobody.",
        },
        "Two goals that point in different directions are a decision for people, so show both.",
    ),
)  # fmt: skip


def by_number(teams: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one table of the comparisons of ``SETS`` for several teams: with the number of platforms and ``by``, the team."""
    import pandas as pd

    tables = []
    for team, results in teams.items():
        number = [len(SETS[name]) for name in results["scenario"]]
        tables.append(results.assign(number=number, by=team, scenario=results["scenario"] + ", " + team))
    return pd.concat(tables, ignore_index=True)


def platform_table(scenario: Scenario) -> pd.DataFrame:
    """Return the stylised profile of each platform: where its people are, what it suits, what it takes.

    Columns: platform, the presence of each segment (share), depth, virality, visual, commerce, crowding (all 0 to 1),
    and hours a week for upkeep.
    """
    import pandas as pd

    rows = []
    for name, p in named(scenario.platform):
        row = {"platform": f"{name} {p.zh}"} | {
            who.replace("_", " "): share for who, share in zip(SEGMENTS, p.presence, strict=True)
        }
        row |= {trait: getattr(p, trait) for trait in ("depth", "virality", "visual", "commerce", "crowding")}
        rows.append(row | {"hours/week": p.fixed_hours_week})
    return pd.DataFrame(rows)


_SHEET = {
    "For whom 目标受众": ("families who cook and drink tea at home", "people of 18 to 25 who dress to be seen"),
    "Their need 需求": ("tools that last, and ideas for every day", "a look that is new this week and affordable"),
    "We are 我们是": ("the workshop that explains how things are made", "the wardrobe that dances"),
    "Positive image 正面形象": ("calm, useful, honest about faults", "bold, kind, for every body"),
    "Unique: unlike others 独特": ("every product can be repaired, and we show how", "each piece is shown on ten different people"),
    "Proof 证据": ("repair films; a counter of repaired flasks", "customers' own videos, unretouched"),
    "Consistent with strategy 与公司战略一致": ("durable goods at a fair price", "small series, quick turns, no waste"),
    "What we talk about 内容范围": ("tea, care, repair, recipes", "dance, street, fitting, second lives of clothes"),
    "What we never do 不做": ("discount battles", "make anybody feel ashamed"),
    "Where 平台": ("WeChat and Weibo, Douyin for repair films", "Douyin first"),
    "Goal this year 运营目标": ("more families who follow, and stay", "more content that is passed on"),
}  # fmt: skip


def positioning_sheet() -> pd.DataFrame:
    """Return two worked examples of a positioning statement (定位陈述, P-09): a row for each field, a column for each company."""
    import pandas as pd

    companies = ("Qinghe Living 青禾生活 (invented)", "a young fashion brand 时尚品牌 (invented)")
    return pd.DataFrame(
        {"field 栏目": list(_SHEET)} | {name: [row[i] for row in _SHEET.values()] for i, name in enumerate(companies)}
    )


# P-10: goal, what leads to it, the indicator that shows it, and the metric of the model.
_TREE = (
    ("more followers 粉丝数量", "be where the audience is", "net growth", "net_growth"),
    ("more followers 粉丝数量", "posts that are worth a follow", "quality of posts", "quality_mean"),
    ("content spread rate 内容传播率", "content people pass on", "shares a view", "share_rate"),
    ("content spread rate 内容传播率", "more first contacts", "reach", "reach"),
    ("sales 销售", "a way from the post to the shop", "sales", "sales_k"),
    ("within our means 量力而行", "no more than the team can do", "team hours", "team_hours"),
)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def kpi_tree(results: pd.DataFrame, *, now: str, plan: str) -> pd.DataFrame:
    """Return the tree of indicators: goal, means, KPI, unit, its mean ``now`` and what the ``plan`` would bring.

    ``results`` is the table of ``compare`` for two scenarios of these names.
    """
    import pandas as pd

    from sim.metrics import METRICS

    mean = results.groupby(["scenario", "metric"])["value"].mean()
    rows = []
    for goal, means, kpi, metric in _TREE:
        known = METRICS[metric]
        target, today = (_short(mean[name, metric]) for name in (plan, now))
        rows.append({"goal 目标": goal, "means 手段": means, "KPI 指标": f"{kpi} {known.zh}", "unit": known.unit,
                     "now 现在": today, "target 目标值": target})  # fmt: skip
    return pd.DataFrame(rows)
