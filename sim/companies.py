"""Companies of the course: scenarios that stand for a kind of business, made from ``base`` and from nothing else.

All of them are invented. What makes a company (its market, its platforms, its team, what it publishes) is an assumption of the
course, mark A, with its reason beside it; nothing is set to make a claim come out. Laws and mechanisms are those of every
other scenario. ``COMPANIES`` holds them by name; a lesson varies one, ``vary(qinghe_living, ...)``.
"""

from __future__ import annotations

from sim.core.knob import vary
from sim.presets import crisis_base
from sim.scenario import PARTS, base

__all__ = [
    "COMPANIES",
    "ecommerce_brand",
    "expert_b2b",
    "lanyi",
    "mass_service",
    "mizhen",
    "qinghe_living",
    "youth_fashion",
]

# The main case (labs, capstone): a maker of small kitchen and tea ware. 60 staff, a web shop, six stores; 160 hours a week and
# 100,000 CNY a month for social media. 12,000 followers, awareness 8 %, trust 0.55: a market of 150,000 people at scale 1.
qinghe_living = vary(
    base,
    {
        "n_people": 150_000,
        "platforms": ("wechat", "weibo", "douyin"),
        "parts": PARTS,
        "horizon_days": 365,
        "audience.trust0": 0.55,
        # 12,000 followers of some 270,000 memberships on three platforms.
        "audience.follower_start": 0.044,
        # Similar competitors, three of them.
        "audience.differentiation": 0.4,
        "audience.segment_mix": (0.28, 0.12, 0.34, 0.12, 0.14),
        # Three platforms take the team's 160 hours at a little more than half a post a day each.
        "plan.posts_per_day": 0.6,
        "production.staff_hours_week": 160.0,
        "total_budget_k": 100.0,
    },
    name="Qinghe Living 青禾生活",
)

# Case 1 of section 7.4: harmful substances in a batch; the accusation is true. Severity and evidence as in the course's drill.
lanyi = vary(
    crisis_base,
    {"crisis.severity": 0.65, "crisis.allegation_true": True, "crisis.evidence_rate": 4.0,
     "audience.segment_mix": (0.34, 0.36, 0.10, 0.05, 0.15)},
    name="Lanyi 岚衣",
)  # fmt: skip

# Case 2 of section 7.4: one outlet was filmed, rumour says all of them. A true accusation with the rumours of a false one.
mizhen = vary(
    crisis_base,
    {"crisis.severity": 0.60, "crisis.allegation_true": True, "crisis.evidence_rate": 2.5, "crisis.rumour_true": 0.9,
     "audience.segment_mix": (0.30, 0.22, 0.26, 0.07, 0.15)},
    name="Mizhen 米真",
)  # fmt: skip

# Young people who watch: short video, play and stories, a high rate, few words.
youth_fashion = vary(
    base,
    {
        "platforms": ("douyin",),
        "audience.segment_mix": (0.25, 0.50, 0.05, 0.05, 0.15),
        "plan.type_mix": (0.10, 0.05, 0.45, 0.25, 0.15),
        "plan.form_mix": (0.10, 0.55, 0.05, 0.10, 0.10, 0.10),
        "plan.interest_level": 0.7,
        "plan.value_level": 0.35,
    },
    name="youth fashion 时尚品牌",
)

# Everybody is a customer: two broad platforms, useful posts, and a desk that answers.
mass_service = vary(
    base,
    {
        "platforms": ("wechat", "weibo"),
        "parts": ("production", "engagement", "audience", "desk"),
        "plan.type_mix": (0.25, 0.30, 0.15, 0.10, 0.20),
        "plan.value_level": 0.7,
        "plan.interest_level": 0.4,
        "desk.ticket_rate": 6.0,
        "desk.agents": 3,
    },
    name="mass service 综合服务",
)

# Few buyers who read before they decide: knowledge on 知乎 (Zhihu), rare posts, much research, slow and considered orders.
expert_b2b = vary(
    base,
    {
        "platforms": ("zhihu", "wechat"),
        "n_people": 5_000,
        "audience.segment_mix": (0.30, 0.02, 0.08, 0.58, 0.02),
        "plan.posts_per_day": 0.3,
        "plan.type_mix": (0.20, 0.55, 0.02, 0.13, 0.10),
        "plan.form_mix": (0.55, 0.05, 0.05, 0.05, 0.25, 0.05),
        "plan.value_level": 0.85,
        "plan.interest_level": 0.25,
        "plan.cta_strength": 0.2,
        "production.research_hours": 12.0,
    },
    name="expert B2B 专业服务",
)

# A shop with live selling: offers, trials, user feedback, and people who compare prices.
ecommerce_brand = vary(
    base,
    {
        "platforms": ("taobao_live", "douyin"),
        "audience.segment_mix": (0.22, 0.18, 0.25, 0.03, 0.32),
        "plan.posts_per_day": 0.5,
        "plan.type_mix": (0.08, 0.12, 0.25, 0.10, 0.45),
        "plan.form_mix": (0.20, 0.35, 0.25, 0.10, 0.05, 0.05),
        "plan.promotion_share": 0.5,
        "plan.cta_strength": 0.8,
    },
    name="e-commerce brand 电商品牌",
)

COMPANIES = {
    one.name: one
    for one in (qinghe_living, lanyi, mizhen, youth_fashion, mass_service, expert_b2b, ecommerce_brand)
}  # fmt: skip
