"""Presets: scenarios that stand for one measured data set each, made from ``base`` and from nothing else.

A preset describes the *situation* of its data set (size, plan, platform, market). Nothing in it is set for a single
fact; the model's laws are those of every other scenario. Marks: [C] computed from the data set named, [A] assumption.
"""

from __future__ import annotations

from sim.core.knob import vary
from sim.scenario import base

__all__ = ["PRESETS", "brand_page", "crisis_base", "microblog", "rumour"]

# One brand's page of 2014 with 500 posts in a year (facebook_metrics; Moro, Rita & Vala 2016), on 微博 (Weibo)'s place
# in the catalogue: of the six platforms it has the same shape, an open feed of followed accounts.
brand_page = vary(
    base,
    {
        "platforms": ("weibo",),
        "horizon_days": 365,
        # Market: 81,370 followers at the start [C] and twice as many within reach; half of all people are dormant and
        # never come. A saturating fit to the page's growth ends at 150,000 [C].
        "n_people": 270_000,
        "audience.follower_start": 0.27,
        "platform.weibo.presence": (1.0, 1.0, 1.0, 1.0, 1.0),
        # Competition for attention [A]: organic reach halved within a year, here and elsewhere (Ogilvy 2014).
        "audience.competitor_growth": 5.0,
        # Strangers are 31 % of the median post's reach [C]. This is the share before anybody has come; the most active
        # strangers follow first, so it falls from a quarter to a tenth within the year.
        "platform.weibo.non_follower_share": 0.48,
        "platform.weibo.follow_factor": 1.4,
        # Few take a follow back: liking a page costs nothing and is seldom undone [A].
        "platform.weibo.unfollow_factor": 0.1,
        "audience.forget_leave": 0.0003,
        # Plan [C]: 1.37 posts a day; photos, status updates, links, videos; promotions; paid posts.
        "plan.posts_per_day": 1.37,
        "plan.slot_policy": "morning",
        "plan.form_mix": (0.85, 0.02, 0.0, 0.0, 0.09, 0.04),
        "plan.promotion_share": 0.43,
        "plan.paid_share": 0.28,
        "plan.interactive_share": 0.0,
        # Formats [C] against photos: reach and, at equal reach, interactions. Status updates stand in the place of picture
        # stories, links in that of native formats.
        "form.picture_story.exposure": 2.4,
        "form.picture_story.like": 0.9,
        "form.picture_story.share": 0.9,
        "form.native_format.exposure": 1.6,
        "form.native_format.like": 0.4,
        "form.native_format.comment": 0.4,
        "form.native_format.share": 0.4,
        "form.native_format.spread": 1.0,
        "form.short_video.exposure": 4.0,
        "form.short_video.like": 0.3,
        "form.short_video.comment": 0.3,
        "form.short_video.share": 0.3,
        # Platform [C]: reach, interactions per person reached, likes : comments : shares.
        "platform.weibo.follower_exposure": 0.062,
        "platform.weibo.interactions": 0.021,
        "platform.weibo.reaction_mix": (0.837, 0.035, 0.128),
        # Reach does not depend on the hour [C]: a page for many time zones, and posts that live for most of a day [A].
        "platform.weibo.life_factor": 6.0,
        "engagement.reach_luck": 1.05,
    },
    name="brand_page",
)

# Posts of one large account on 微博 (Weibo): weibo_repost_timing and weibo_cascade_sample (reposts with their times).
microblog = vary(
    base,
    {
        "platforms": ("weibo",),
        "n_people": 400_000,
        "audience.follower_start": 0.6,
        "horizon_days": 100,
        "plan.posts_per_day": 4.0,
        "plan.slot_policy": "all_day",
        # A newsroom: nobody writes four posts a day beside the job.
        "production.staff_hours_week": 400.0,
        # Half of an ordinary post's reposts come within an hour [C]: the life of a post in the feed.
        "engagement.post_life_h": 1.5,
        # The measured hours (the default) are those of reposts, which follow the posts: few of them at night lower the
        # night once more. This is the readers' own activity: with it the measured delays carry posts made at the measured
        # hours to the measured hours of reposts (solved for; weibo_repost_timing [C]).
        "engagement.activity_by_hour": (
            1.07, 0.61, 0.40, 0.28, 0.25, 0.26, 0.48, 0.94, 1.24, 1.50, 1.52, 1.31,
            1.53, 1.49, 1.26, 1.10, 1.17, 1.10, 0.98, 0.93, 0.88, 1.03, 1.38, 1.27,
        ),
        # Every follower who opens the feed sees it in order of time: less luck in reach than on an edited feed [A].
        "engagement.reach_luck": 0.5,
        # Large accounts reach many who do not follow them (Facebook page 0.31 [C]; range 0.2 to 0.5 [A]).
        "platform.weibo.non_follower_share": 0.4,
        # What people like to react to they also pass on when they see it from a friend [A]; reposts of an ordinary
        # repost about 0.1, of a viral one 0.3 to 0.5 [C].
        "engagement.shared_appeal": 0.8,
        "engagement.contagion_spread": 0.0,
        "engagement.friend_shares": 0.031,
        # Those who come late to a large cascade are less interested, by the measured elasticity of 0.63 [C].
        "engagement.shared_marginal_interest": 0.37,
    },
    name="microblog",
)  # fmt: skip

# No data set but a lesson: one brand in a crisis, 60,000 people who could hear of it, 30 days from the first post at 09 h.
crisis_base = vary(
    base,
    {
        "n_people": 60_000,
        "horizon_days": 31,
        "warmup_days": 0,
        "platforms": ("weibo",),
        "parts": ("audience", "crisis"),
        "crisis.start_day": 1,
    },
    name="crisis_base",
)

# One topic of the hot list: three large accounts tell something false, nothing seems to prove it, nobody answers.
rumour = vary(
    crisis_base,
    {
        "horizon_days": 8,
        "crisis.allegation_true": False,
        "crisis.evidence_rate": 0.0,
        "crisis.first_source": "kol",
        "crisis.first_posts": 3,
        "crisis.severity": 0.45,
        "crisis.speak": False,
        "crisis.remedy_h": 0.0,
    },
    name="rumour",
)

PRESETS = {preset.name: preset for preset in (brand_page, microblog)}
