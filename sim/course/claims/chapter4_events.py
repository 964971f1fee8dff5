"""Claims of section 4.4, online–offline activities, and C4.2-2, regular activities.

Every claim about one activity looks at a brand on one platform among 8,000 people; nothing but the activity happens.
"""

from __future__ import annotations

from typing import Any

from sim.course.claims.claim import Claim, Limit, Pair, Settings, Sweep

__all__ = ["ACTIVITY", "CLAIMS"]

ACTIVITY = {
    "parts": ("audience", "campaign"), "platforms": ("weibo",), "n_people": 8000, "horizon_days": 26, "warmup_days": 0,
    "campaign.first_day": 18,
}  # fmt: skip
ONLINE_ONLY: Settings = {"campaign.online_share": 1.0, "campaign.linked": False}
OFFLINE_ONLY: Settings = {"campaign.online_share": 0.0, "campaign.linked": False}
UNLINKED: Settings = {"campaign.online_share": 0.5, "campaign.linked": False}
LINKED: Settings = {"campaign.online_share": 0.5, "campaign.linked": True}

INTEGRATED = Claim(
    id="C4.4-1",
    sentence="Combining online activity and offline experience raises influence, users and interaction more than separate work.",
    handbook=("H4.4-01", "H4.4-08"),
    tier="A",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY,
    tests=(
        Pair(label="online only → both, linked", a=ONLINE_ONLY, b=LINKED, metric="event_follows"),
        Pair(label="offline only → both, linked", a=OFFLINE_ONLY, b=LINKED, metric="event_follows"),
        Pair(label="both without a link → linked", a=UNLINKED, b=LINKED, metric="event_follows"),
        Sweep.over(
            "campaign.online_share", (0, 0.25, 0.5, 0.75, 1), metric="event_follows", shape="inner optimum",
            label="split of the budget, linked",
        ),
    ),
    boundary=(
        Limit(label="a venue for fifty", under={"campaign.venue_capacity": 50}, test=2, expect="weaker", relative=False),
        Limit(label="people live elsewhere", under={"campaign.city_share": 0.02}, test=2, expect="weaker", relative=False),
        Limit(label="a budget of 30: choose one", under={"campaign.budget_k": 30}, test=1, expect="reversed"),
        Limit(
            label="without a link: the second part adds little to the first",
            under={},
            test=1,
            b=UNLINKED,
            expect="weaker",
        ),
    ),
    off=(Limit(label="the link moves nobody", under={"campaign.link_effect": 0.0}, test=2, expect="vanishes"),),
    note="A part of the gain is that people who heard of it online come to the venue, and the other way round; another that "
    "guests show it to their contacts. Fixed costs of both parts make the split matter. The registry also expects both "
    "parts without a link to beat the better single one: they do not, since each pays its fixed costs.",
)  # fmt: skip

PREVIEW = Claim(
    id="C4.4-2",
    sentence="Event previews, topic building and games attract users beforehand.",
    handbook=("H4.4-02",),
    tier="B",
    kind="assumed curve",
    parts=("CAMP",),
    common=ACTIVITY,
    tests=(
        Pair(
            label="no teaser → six days",
            a={"campaign.teaser_days": 0},
            b={"campaign.teaser_days": 6},
            metric="attendance",
        ),
        Sweep.over("campaign.teaser_days", (0, 2, 4, 7, 10, 14, 21), metric="attendance", shape="inner optimum"),
    ),
    boundary=(
        Limit(
            label="a middling venue after a long teaser: trust of those who take part",
            under={"campaign.onsite_quality": 0.45, "campaign.objective": "loyalty"},
            metric="objective_score",
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="a teaser changes nobody's interest",
            under={"campaign.teaser_lift": 0.0, "campaign.teaser_decay": 0.0, "campaign.hype": 0.0},
            expect="vanishes",
        ),
    ),
    note="The curve is the assumption (CAMP-1): 0.5 (1 - e^(-days/3)), and 5 % a day lost beyond ten days. Only its price "
    "is a result: who was promised much is disappointed by what is middling.",
)

RICH_MEDIA = Claim(
    id="C4.4-3",
    sentence="Announcing time, place, content and way to join with fine images, video and live raises appeal.",
    handbook=("H4.4-04",),
    tier="C",
    kind="assumed curve",
    parts=("CAMP",),
    common=ACTIVITY,
    tests=(
        Pair(
            label="richness 0.1 → 0.7, equal budget",
            a={"campaign.media_richness": 0.1},
            b={"campaign.media_richness": 0.7},
            metric="participation",
        ),
        Pair(
            label="two details missing → none",
            a={"campaign.missing_details": 2},
            b={"campaign.missing_details": 0},
            metric="participation",
        ),
    ),
    boundary=(
        Limit(label="a budget of 30: pictures cost more than they bring", under={"campaign.budget_k": 30}, expect="reversed"),
    ),
    off=(
        Limit(label="pictures draw no attention", under={"campaign.richness_effect": 0.0}, expect="vanishes"),
        Limit(label="nobody misses a detail", under={"campaign.detail_loss": 0.0}, test=1, expect="vanishes"),
    ),
    note="That richer media are noticed more is the assumption; that they do not pay for a small activity comes out of their cost.",
)  # fmt: skip

INFLUENCERS = Claim(
    id="C4.4-4",
    sentence="Inviting influencers or celebrities raises exposure and participation.",
    handbook=("H4.4-05", "H5.3-03"),
    restated=("5.3",),
    tier="B",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY | {"n_people": 20_000, "campaign.promo_channels": 4, "campaign.kol_fit": 0.9},
    tests=(
        Pair(
            label="none → half of the money",
            a={"campaign.kol_share": 0.0},
            b={"campaign.kol_share": 0.5},
            metric="event_awareness",
        ),
        Pair(
            label="the same, followers",
            a={"campaign.kol_share": 0.0},
            b={"campaign.kol_share": 0.5},
            metric="event_follows",
        ),
    ),
    boundary=(
        Limit(label="influencers for another audience", under={"campaign.kol_fit": 0.2}, expect="weaker"),
        Limit(
            label="the same, followers", under={"campaign.kol_fit": 0.2}, test=1, expect="weaker"
        ),
        Limit(label="an influencer falls into disgrace", under={"campaign.kol_scandal": 1.0}, test=1, expect="weaker"),
    ),
    off=(
        Limit(
            label="influencers like any advertising, nobody shares",
            under={
                "campaign.kol_contacts_k": 100, "campaign.kol_misfit": 0.0, "campaign.own_audiences": False,
                "engagement.friend_sees": 0.0,
            },
            expect="vanishes",
        ),
    ),
    note="Influencers are the largest accounts of the follower network; whom they reach are their followers there. "
    "130 against 100 contacts for a thousand CNY is the registry's assumption.",
)  # fmt: skip

RATES = (0, 0.2, 0.4, 0.6, 0.8)
ROOM_FOR_ALL = {
    "n_people": 60_000, "audience.mean_degree": 30, "campaign.live_days": 14, "horizon_days": 33,
    "campaign.venue_capacity": 3000, "campaign.place_k": 0.005,
}  # fmt: skip

VIRTUOUS_CIRCLE = Claim(
    id="C4.4-5",
    sentence="Good on-site experience and real-time sharing make offline and online drive each other.",
    handbook=("H4.4-07", "H4.4-08"),
    tier="A",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY | {"n_people": 20_000, "campaign.onsite_quality": 0.8},
    tests=(
        Pair(
            label="no sharing → 0.4, awareness",
            a={"campaign.live_share_rate": 0.0},
            b={"campaign.live_share_rate": 0.4},
            metric="event_awareness",
        ),
        Pair(
            label="no sharing → 0.4, attendance",
            a={"campaign.live_share_rate": 0.0},
            b={"campaign.live_share_rate": 0.4},
            metric="attendance",
        ),
        Pair(
            label="no sharing → 0.4, online participants",
            a={"campaign.live_share_rate": 0.0},
            b={"campaign.live_share_rate": 0.4},
            metric="participation",
        ),
        Sweep(
            label="a large town, 30 contacts, two weeks, room for all: ever faster",
            grid=RATES,
            points=tuple(ROOM_FOR_ALL | {"campaign.live_share_rate": rate} for rate in RATES),
            metric="event_awareness",
            shape="threshold",
        ),
    ),
    boundary=(
        Limit(label="a middling experience (0.45)", under={"campaign.onsite_quality": 0.45}, expect="weaker", relative=False),
        Limit(label="the venue is full: a hundred places", under={"campaign.venue_capacity": 100}, test=1, expect="vanishes"),
        Limit(
            label="the venue is full: awareness grows less",
            under={"campaign.venue_capacity": 100},
            expect="weaker",
            relative=False,
        ),
        Limit(
            label="a bad experience (0.2): nobody shows it off",
            under={"campaign.onsite_quality": 0.2},
            expect="vanishes",
        ),
        Limit(
            label="a bad experience, shared live, becomes a crisis: trust",
            b={"campaign.live_share_rate": 0.8},
            under={
                "campaign.onsite_quality": 0.2, "parts": ("audience", "campaign", "crisis"), "crisis.start_day": 0,
                "horizon_days": 40,
            },
            metric="trust_mean",
            expect="reversed",
        ),
    ),
    off=(Limit(label="nobody sees what a contact shares", under={"engagement.friend_sees": 0.0}, expect="vanishes"),),
    note="The gain of the circle is posts per guest times people who newly hear of each post times their chance of coming: "
    "about 0.3 · 4 · 0.1 at the defaults. Awareness then grows in proportion to sharing: overlap takes away what the circle "
    "adds. With 30 contacts and two weeks the gain is about 0.5 and awareness grows ever faster, until the venue is full.",
)  # fmt: skip

CORRECTION = Claim(
    id="C4.4-6",
    sentence="Real-time tracking of participation, exposure and heat, with adjustment, secures efficient progress.",
    handbook=("H4.4-09", "H5.3-06", "H5.3-07"),
    restated=("5.3",),
    tier="C",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY | {"n_people": 20_000},
    tests=(
        Pair(
            label="never → daily",
            a={"campaign.adjust_interval_d": 0},
            b={"campaign.adjust_interval_d": 1},
            metric="event_follows",
        ),
    ),
    boundary=(
        Limit(
            label="twice a day is no better than daily",
            under={},
            a={"campaign.adjust_interval_d": 1},
            b={"campaign.adjust_interval_d": 0.5},
            metric="event_awareness",
            expect="vanishes",
        ),
        Limit(
            label="over in two days",
            under={"campaign.live_days": 2, "campaign.promo_days": 0},
            expect="weaker",
            relative=False,
        ),
        Limit(label="readings full of noise", under={"campaign.reading_noise": 2.0}, expect="weaker", relative=False),
    ),
    off=(Limit(label="one channel: nothing to move", under={"campaign.promo_channels": 1}, expect="vanishes"),),
    note="What is seen is how many people newly heard of the activity by each channel, with noise; a channel's audience is "
    "finite, so that the best channel of the first day is not the best of the last.",
)

MONTH = 28


def _monthly(number: int) -> dict[str, Any]:
    """Return so many activities in four weeks from the same money, creative hours and days."""
    return {
        "campaign.events": number, "campaign.interval_d": MONTH // number, "campaign.budget_k": 60.0 / number,
        "campaign.creativity": 0.6 * (3.0 / number) ** 0.5 if number > 1 else 1.0,
    }  # fmt: skip


NONE = _monthly(4) | {"campaign.events": 0}

REGULAR = Claim(
    id="C4.2-2",
    sentence="Regular activities and topics tied to events, festivals or the brand raise interaction and exposure.",
    handbook=("H4.2-04",),
    tier="B",
    kind="emergent",
    parts=("ENG", "CAMP"),
    common={
        "parts": ("production", "engagement", "audience", "campaign"), "platforms": ("weibo",), "n_people": 8000,
        "horizon_days": 40, "warmup_days": 7, "campaign.first_day": 5, "campaign.online_share": 1.0, "campaign.live_days": 3,
        "campaign.promo_days": 0, "campaign.teaser_days": 1, "campaign.prep_days": 10, "campaign.promo_channels": 2,
        "campaign.interaction_elements": 1, "campaign.media_richness": 0.1,
    },
    tests=(
        Pair(label="no activity → four in four weeks", a=NONE, b=_monthly(4), metric="engagement_rate"),
        Pair(label="the same, who knows the brand", a=NONE, b=_monthly(4), metric="awareness"),
    ),
    boundary=(
        Limit(
            label="six instead of two, same money and creative hours: those who take part in the last one",
            under={},
            a=_monthly(2),
            b=_monthly(6),
            metric="last_participation",
            expect="reversed",
        ),
        Limit(
            label="an advertised activity with a large prize: followers who stay after the draw",
            under={"campaign.events": 1, "campaign.budget_k": 200, "campaign.promo_channels": 4, "campaign.creativity": 1.0},
            a={"campaign.prize": 0.0},
            b={"campaign.prize": 1.0},
            metric="follows_kept",
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="taking part leaves neither memory nor affinity, and nobody notices",
            under={"campaign.warmth": 0.0, "audience.memory_reaction": 0.0, "audience.memory_exposure": 0.0},
            expect="vanishes",
        ),
    ),
    note="Activities act on posts only through what people remember and like, and few of those who see a post have just taken "
    "part: the rate rises by less than 1 %. What they raise is who knows the brand. At equal money and creative hours more of "
    "them are smaller and weaker ones, for people who are tired.",
)  # fmt: skip

CLAIMS: tuple[Claim, ...] = (INTEGRATED, PREVIEW, RICH_MEDIA, INFLUENCERS, VIRTUOUS_CIRCLE, CORRECTION, REGULAR)
