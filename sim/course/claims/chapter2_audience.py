"""Claims of sections 2.1 and 2.2: platforms and target users."""

from __future__ import annotations

from sim.core.catalogue import FORMS, PLATFORMS
from sim.course.claims.claim import Claim, Interaction, Limit, Pair, Sweep
from sim.scenario import base

__all__ = ["CLAIMS"]

WEIBO = {"platforms": ("weibo",)}
# Whom a brand is for; its posts are the same for all (precision 0), only contacts with these people count.
STUDENTS = {"plan.core_segment": "student_trend"}
READERS = {"plan.core_segment": "deep_reader"}
DOUYIN, ZHIHU, KUAISHOU = ({"platforms": (name,)} for name in ("douyin", "zhihu", "kuaishou"))
EVERYWHERE = {f"platform.{name}.presence": (0.5,) * 5 for name in PLATFORMS}

RIGHT_PLATFORM = Claim(
    id="C2.1-1",
    sentence="Being where the target audience is brings more contact with potential customers than being elsewhere.",
    handbook=("H2.1-05",),
    restated=("6.1",),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG"),
    common={"n_people": 6000, "plan.targeting_precision": 0.0},
    tests=(
        Pair(
            label="for students: 知乎 (Zhihu) → 抖音 (Douyin)",
            a=ZHIHU | STUDENTS,
            b=DOUYIN | STUDENTS,
            metric="core_reach",
        ),
        Pair(label="for deep readers: 抖音 → 知乎", a=DOUYIN | READERS, b=ZHIHU | READERS, metric="core_reach"),
        Interaction(
            label="platform × target: each suits its own",
            none=ZHIHU | READERS,
            steps=(DOUYIN, STUDENTS),
            metric="core_reach",
        ),
    ),
    boundary=(
        Limit(
            label="students: an empty 快手 (Kuaishou) beats a crowded 抖音",
            under={
                "audience.competitor_posts_day": 10.0,
                "platform.douyin.crowding": 1.0,
                "platform.kuaishou.crowding": 0.0,
            },
            a=KUAISHOU | STUDENTS,
            b=DOUYIN | STUDENTS,
            expect="reversed",
        ),
        Limit(
            label="everybody counts: 抖音 reaches more people than 知乎",
            under={},
            test=1,
            metric="reach",
            expect="reversed",
        ),
    ),
    off=(
        Limit(label="everybody is everywhere alike: students", under=EVERYWHERE, expect="weaker"),
        Limit(label="everybody is everywhere alike: deep readers", under=EVERYWHERE, test=1, expect="reversed"),
    ),
    note="Contacts with the people a brand is for, not contacts in all: those go to the platform that shows posts to the most "
    "strangers. Over six platforms and two targets contacts rank by presence × usual exposure (rank correlation 0.94), by "
    "presence alone only 0.40. Where everybody is everywhere, what is left is the platforms' own reach, whoever the brand is for.",
)

CORE_USERS = Claim(
    id="C2.2-1",
    sentence="Content positioned for known core users works better than content for everybody alike.",
    handbook=("H2.2-01", "H2.2-02"),
    restated=("1.1", "6.2"),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG", "PROD"),
    common=WEIBO | {"n_people": 8000, "plan.core_segment": "young_office", "production.research_hours": 8.0},
    tests=(
        Pair(
            label="precision 0.1 → 0.7",
            a={"plan.targeting_precision": 0.1},
            b={"plan.targeting_precision": 0.7},
            metric="engagement_rate",
        ),
        Pair(
            label="precision 0.4 → 1",
            a={"plan.targeting_precision": 0.4},
            b={"plan.targeting_precision": 1.0},
            metric="engagement_rate",
        ),
    ),
    boundary=(
        Limit(
            label="the wrong core: students, a fifth of the people",
            under={"plan.core_segment": "student_trend"},
            expect="vanishes",
        ),
        Limit(
            label="a core of 13 % (deep readers): fewer people are reached",
            under={"plan.core_segment": "deep_reader"},
            metric="reach",
            expect="reversed",
        ),
    ),
    off=(
        Limit(label="nobody has looked who they are", under={"production.research_hours": 0.0}, expect="vanishes"),
        Limit(
            label="posts are made for nobody and shown to all alike",
            under={"engagement.core_focus": 0.0, "engagement.core_shown": 1.0},
            expect="vanishes",
        ),
    ),
    note="What the core gains others lose: the gain comes from showing the posts to those they are made for. It rises in "
    "proportion to precision: the registry's diminishing returns were tested on precision 0.1 to 0.9 and are not seen; they "
    "lie in the research that knowing people takes. Aiming at another group than the largest brings 2 to 3 % of "
    "reactions and costs reach; it does not fall below content for everybody.",
)

R = "audience.relations."
UNIFORM = {R + "matched": False, R + "loyal_share_effort": 0.33, R + "reactivation_share": 0.33, R + "label_error": 0.1}
MATCHED = {R + "matched": True, R + "loyal_share_effort": 0.4, R + "reactivation_share": 0.2, R + "label_error": 0.1}
WIN_BACK = {R + "loyal_share_effort": 0.0, R + "reactivation_share": 0.6}

THREE_STRATEGIES = Claim(
    id="C2.2-6",
    sentence="A strategy of their own for loyal, potential and lost users works better than one for all.",
    handbook=("H2.2-10", "H2.2-11", "H2.2-12", "H2.2-13"),
    tier="A",
    kind="assumed curve",
    parts=("AUD",),
    common=WEIBO | {"n_people": 6000, R + "crm_hours": 4.0},
    tests=(
        Pair(label="one message for all → a message for each group", a=UNIFORM, b=MATCHED, metric="active_share"),
        Pair(
            label="one message for all → a message for each group, come back",
            a=UNIFORM,
            b=MATCHED,
            metric="reactivated",
        ),
        Pair(
            label="one message for all → matched, 30 % wrong labels",
            a=UNIFORM,
            b=MATCHED | {R + "label_error": 0.3},
            metric="active_share",
        ),
        Pair(
            label="matched: 30 % wrong labels → none",
            a=MATCHED | {R + "label_error": 0.3},
            b=MATCHED | {R + "label_error": 0.0},
            metric="active_share",
        ),
        Sweep.over(R + "reactivation_share", (0.0, 0.15, 0.3, 0.45, 0.6), metric="active_share", shape="saturation"),
    ),
    boundary=(
        Limit(
            label="win-back against care of the loyal, in 30 days",
            under={"horizon_days": 30},
            a=WIN_BACK,
            b=MATCHED,
            metric="loyal_share",
            expect="vanishes",
        ),
        Limit(
            label="the same in 180 days: neglect of the loyal shows",
            under={"horizon_days": 180},
            a=MATCHED,
            b=WIN_BACK,
            metric="loyal_share",
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="any message suits everybody, at the same split",
            under={R + "misfit": 1.0},
            a=UNIFORM,
            b=UNIFORM | {R + "matched": True},
            expect="vanishes",
        ),
        Limit(label="nobody is written to", under={R + "crm_hours": 0.0}, expect="vanishes"),
    ),
    note="That a message meant for somebody is answered more often is the assumption; what splits and labels do is not. Matched "
    "messages with 30 % wrong labels are still better than one for all. Win-back saturates from about a third of the effort "
    "on, because the latest to leave are asked first; beyond that it costs nothing either: the optimum is flat. Neglect of "
    "the loyal is not seen, in 30 days or in 180: they are one in a hundred followers, owe their state to posts, and who is "
    "won back and reacts becomes loyal too. Second purchases are too rare to be compared.",
)

WECHAT = {"platforms": ("wechat",)}
PROFILE = (
    "follower_exposure", "non_follower_share", "views_per_person", "interactions", "reaction_mix", "life_factor",
    "frequency_elasticity", "follow_factor", "unfollow_factor", "virality", "commerce", "crowding", "presence",
)  # fmt: skip
ALL_ALIKE = {
    f"platform.{name}.{trait}": getattr(base.platform.weibo, trait)
    for name in ("wechat", "douyin")
    for trait in PROFILE
}

GOALS = Claim(
    id="C2.1-2",
    sentence="Platforms have different strengths: which one suits depends on the goal.",
    handbook=("H2.1-02", "H2.1-03", "H2.1-04"),
    tier="B",
    kind="assumed curve",
    parts=("ENG",),
    common={"n_people": 6000, "plan.core_segment": "student_trend", "plan.targeting_precision": 0.0},
    tests=(
        Pair(label="抖音 (Douyin) → 微信 (WeChat): shares per view", a=DOUYIN, b=WECHAT, metric="share_rate"),
        Pair(label="抖音 → 微信: students reached", a=DOUYIN, b=WECHAT, metric="core_reach", expected=-1),
        Pair(
            label="抖音 → 微博 (Weibo): hours to half of the reach", a=DOUYIN, b=WEIBO, metric="t50_spread", expected=-1
        ),
    ),
    boundary=(
        Limit(
            label="deep engagement goes with reach, not with depth",
            under={},
            metric="deep_engagement",
            expect="reversed",
        ),
    ),
    off=(
        Limit(label="equal profiles: shares", under=ALL_ALIKE, expect="vanishes"),
        Limit(label="equal profiles: students", under=ALL_ALIKE, test=1, expect="vanishes"),
    ),
    note="Profiles are stylised inputs: the finding is that no platform leads on every goal, not which one leads on what. Depth is "
    "not read by the model, so deep engagement goes with reach. Platforms have other people and other luck, so equal "
    "profiles leave noise of about 5 %.",
)

SIX = {"platforms": PLATFORMS}
TWO = {"platforms": ("wechat", "weibo")}
THREE = {"platforms": ("wechat", "weibo", "douyin")}

HOW_MANY = Claim(
    id="C2.1-3",
    sentence="The kind of business decides: short video for youth fashion, several platforms for a general service brand.",
    handbook=("H2.1-06", "H2.1-07", "H2.1-08"),
    tier="B",
    kind="emergent",
    parts=("AUD", "ENG", "PROD"),
    common={"n_people": 4000, "audience.order_rate": 0.1},
    tests=(
        Pair(label="six platforms → three, in the same hours", a=SIX, b=THREE, metric="net_growth"),
        *(
            Sweep(
                label=f"one, two, three, four, six platforms: {metric}",
                grid=(1, 2, 3, 4, 6),
                points=(WEIBO, TWO, THREE, {"platforms": ("wechat", "weibo", "douyin", "kuaishou")}, SIX),
                metric=metric,
                shape="inner optimum",
            )
            for metric in ("net_growth", "sales_k")
        ),
    ),
    boundary=(
        Limit(label="400 hours a week: six are better", under={"production.staff_hours_week": 400}, expect="reversed"),
    ),
    off=(
        Limit(
            label="every post is good however little time it gets",
            under={"production.overload": False},
            expect="reversed",
        ),
    ),
    note="Followers have their optimum at few platforms, since posts that get no time win nobody. Sales do not: every platform "
    "brings buyers of its own, and those where people come to buy bring most, however hurried the posts are. Which "
    "platform suits the young is C2.1-1.",
)

ADAPTED = Claim(
    id="C2.1-5",
    sentence="Content made for audience and platform is more attractive than identical cross-posting.",
    handbook=("H2.1-12",),
    restated=("3.1",),
    tier="B",
    kind="assumed curve",
    parts=("ENG", "PROD"),
    common=THREE | {"n_people": 4000},
    tests=(
        Pair(
            label="identical posts → half adapted",
            a={"plan.native_adaptation": 0.0},
            b={"plan.native_adaptation": 0.5},
            metric="reactions",
        ),
        Sweep.over("plan.native_adaptation", (0.0, 0.25, 0.5, 0.75, 1.0), metric="reactions", shape="inner optimum"),
    ),
    boundary=(
        Limit(
            label="half → fully adapted, in the same hours",
            under={},
            a={"plan.native_adaptation": 0.5},
            b={"plan.native_adaptation": 1.0},
            expect="weaker",
        ),
        Limit(label="one platform: nothing to adapt", under=WEIBO, expect="vanishes"),
    ),
    off=(
        Limit(
            label="platforms ask for nothing of their own", under={"engagement.adaptation_gain": 0.0}, expect="vanishes"
        ),
    ),
    note="The first half of the adaptation is worth its hours. Full remakes neither pay nor cost: the last quarter brings less "
    "than half a per cent, so the inner optimum of the registry is a plateau.",
)

PICTURES, FILMS = (
    {"plan.form_mix": tuple(float(f == form) for f in FORMS)} for form in ("picture_story", "short_video")
)
ONLY_STUDENTS = {"audience.segment_mix": (0.0, 1.0, 0.0, 0.0, 0.0)}
ONLY_READERS = {"audience.segment_mix": (0.0, 0.0, 0.0, 1.0, 0.0)}

VISUAL = Claim(
    id="C2.2-3",
    sentence="Visual content attracts visual users more, long and reflective content thoughtful users.",
    handbook=("H2.2-07",),
    tier="B",
    kind="assumed curve",
    parts=("ENG",),
    common=WEIBO | {"n_people": 5000, "engagement.novelty_wear": 0.0},
    tests=(
        Pair(
            label="students: picture stories → short video",
            a=PICTURES | ONLY_STUDENTS,
            b=FILMS | ONLY_STUDENTS,
            metric="engagement_rate",
        ),
        Pair(
            label="deep readers: short video → picture stories",
            a=FILMS | ONLY_READERS,
            b=PICTURES | ONLY_READERS,
            metric="engagement_rate",
        ),
        Interaction(
            label="form × user: each suits its own",
            none=PICTURES | ONLY_READERS,
            steps=(FILMS, ONLY_STUDENTS),
            metric="engagement_rate",
        ),
    ),
    boundary=(
        Limit(label="reach: video wins with deep readers too", under={}, test=1, metric="reach", expect="reversed"),
    ),
    off=(
        Limit(
            label="students without a taste for forms",
            under={"segment.student_trend.form_appeal": (0.2,) * 6},
            expect="weaker",
        ),
        Limit(
            label="deep readers without a taste for forms",
            under={"segment.deep_reader.form_appeal": (0.2,) * 6},
            test=1,
            expect="weaker",
        ),
    ),
    note="Each group's tastes for forms are assumptions of the catalogue; that they cross is therefore one, too.",
)

HOLIDAYS = Claim(
    id="C2.2-5",
    sentence="Content timed to holidays and launches gains more.",
    handbook=("H2.2-09",),
    restated=("5.3",),
    tier="B",
    kind="assumed curve",
    parts=("ENG",),
    common=WEIBO | {"n_people": 12_000},
    tests=(
        Pair(
            label="two days late → prepared",
            a={"plan.event_timing": "late"},
            b={"plan.event_timing": "prepared"},
            metric="holiday_reactions",
        ),
        Pair(
            label="ignoring the calendar → prepared",
            a={"plan.event_timing": "ignore"},
            b={"plan.event_timing": "prepared"},
            metric="holiday_reactions",
        ),
    ),
    boundary=(
        Limit(label="over four months with two such days", under={}, test=1, metric="reactions", expect="weaker"),
        Limit(
            label="everybody posts three times as much on these days",
            under={"audience.competitor_peak": 3.0},
            metric="holiday_reactions",
            expect="weaker",
            relative=False,
        ),
    ),
    off=(
        Limit(
            label="nobody is more interested on these days", under={"engagement.peak_interest": 1.0}, expect="vanishes"
        ),
    ),
    note="A late plan is still better than none. Reach does not know the calendar, so it is the same. Two such days in four "
    "months move all reactions by less than 2 %.",
)

MATURITY = "audience.ecommerce_maturity"
WITH_LIVE = {"platforms": ("weibo", "taobao_live")}

LIVE_COMMERCE = Claim(
    id="C2.1-4",
    sentence="With a mature e-commerce channel, live-commerce platforms bring synergy.",
    handbook=("H2.1-09", "H2.1-10"),
    tier="C",
    kind="assumed curve",
    parts=("AUD",),
    common={"n_people": 6000, "audience.order_rate": 0.05},
    tests=(
        Pair(
            label="a poor shop → a mature one, with 淘宝直播 (Taobao Live)",
            a=WITH_LIVE | {MATURITY: 0.1},
            b=WITH_LIVE | {MATURITY: 0.9},
            metric="sales_k",
        ),
        Interaction(
            label="maturity × live commerce: together more than alone",
            none=WEIBO | {MATURITY: 0.1},
            steps=({MATURITY: 0.9}, WITH_LIVE),
            metric="sales_k",
        ),
    ),
    boundary=(
        Limit(
            label="微博 (Weibo) alone: people do not come to buy",
            under=WEIBO,
            a={MATURITY: 0.1},
            b={MATURITY: 0.9},
            expect="weaker",
        ),
    ),
    off=(
        Limit(
            label="no platform is nearer to a purchase",
            under={"platform.weibo.commerce": 0.0, "platform.taobao_live.commerce": 0.0},
            expect="vanishes",
        ),
    ),
    note="A mature shop multiplies orders by a power of the platform's nearness to a purchase: the synergy is assumed, its size "
    "comes from who is where. Limits of fulfilment and the costs of the platform are not in it.",
)

FILE = "audience.relations.file_days"

BEHAVIOUR = Claim(
    id="C2.2-4",
    sentence="Past follows, likes, comments and shares allow prediction of what users will do.",
    handbook=("H2.2-08",),
    tier="B",
    kind="emergent",
    parts=("AUD",),
    common=WEIBO | {"n_people": 12_000, "audience.relations.keep_file": True},
    tests=(
        Pair(label="who was there in the last 14 days → 60 days", a={FILE: 14}, b={FILE: 60}, metric="behaviour_auc"),
        Pair(label="60 days → 120 days", a={FILE: 60}, b={FILE: 120}, metric="behaviour_auc"),
    ),
    boundary=(
        Limit(
            label="tastes are re-drawn as the forecast is made",
            under={"audience.drift_days": 104, "audience.type_drift": 1.0},
            expect="weaker",
        ),
        Limit(label="one post in two days: half as much is known", under={"plan.posts_per_day": 0.5}, expect="weaker"),
    ),
    off=(
        Limit(
            label="everybody is equally active",
            under={"audience.activity_spread": 0.0, "audience.dormant_share": 0.0},
            expect="vanishes",
        ),
    ),
    note="Past reactions foretell weakly: 0.52 from two weeks, 0.57 from two months, 0.61 from four, against the registry's 0.75 "
    "to 0.85, because one follower in fifty reacts in a month and most of those never did before. What they tell is who is "
    "active, not what he likes, so a break of tastes does not spoil them.",
)

# Comments of a sample of users; who is loud writes thirty times as much as others.
COMMENTS = {
    "parts": ("analytics",), "platforms": ("weibo",), "n_people": 500, "horizon_days": 30, "analytics.looks_at": "words",
    "analytics.sample_users": 3000,
}  # fmt: skip
COUNT, USERS, LIFT = ({"analytics.word_ranking": ranking} for ranking in ("count", "users", "lift"))
LOUD = {"analytics.loud_strength": 30.0}
SAMPLES = (40, 100, 300, 1000, 2000, 3000)

WORDS = Claim(
    id="C2.2-2",
    sentence="High-frequency words or hot topics in user feedback point to strong demand for a function or product.",
    handbook=("H2.2-05",),
    restated=("4.3",),
    tier="B",
    kind="emergent",
    parts=("ANLY",),
    common=COMMENTS,
    tests=(
        Pair(label="100 users, comments counted → 3,000 users, users counted", a=COUNT | {"analytics.sample_users": 100},
             b=USERS | {"analytics.sample_users": 3000}, metric="word_precision"),
        Pair(label="a tenth is very loud: comments → users", a=COUNT | LOUD, b=USERS | LOUD, metric="word_precision"),
        Pair(label="2 % are very loud about nothing else: comments → users",
             a=COUNT | LOUD | {"analytics.loud_share": 0.02, "analytics.loud_topic": 1.0},
             b=USERS | LOUD | {"analytics.loud_share": 0.02, "analytics.loud_topic": 1.0}, metric="word_precision"),
        Sweep(label="users counted, 40 … 3,000 users", grid=SAMPLES, metric="word_precision", shape="saturation",
              points=tuple(USERS | {"analytics.sample_users": n} for n in SAMPLES)),
    ),
    boundary=(
        Limit(label="comments → growth over the period before: it finds what rises, not what is large", under={}, a=COUNT,
              b=LIFT, expect="reversed"),
        Limit(label="a hired crowd with accounts of its own writes as well", under={"analytics.hired_share": 0.1}, test=1,
              expect="weaker"),
    ),
    off=(Limit(label="nobody is louder than others", under={"analytics.loud_share": 0.0}, test=1, expect="vanishes"),),
    note="That people write about what they want is assumed; how far a count can be trusted is found. Loud users need not be many: "
    "2 % who write of nothing else are enough to fill the top of a list of words. Users counted are right about the first "
    "five words and no better about the rest: a loud user has written nearly every everyday word once.",
)  # fmt: skip

CLAIMS = (
    RIGHT_PLATFORM, GOALS, HOW_MANY, LIVE_COMMERCE, ADAPTED, CORE_USERS, WORDS, VISUAL, BEHAVIOUR, HOLIDAYS, THREE_STRATEGIES,
)  # fmt: skip
