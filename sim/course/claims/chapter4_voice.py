"""A claim of section 4.2 about the voice of an account."""

from __future__ import annotations

from sim.course.claims.claim import Claim, Limit, Pair

__all__ = ["CLAIMS"]

CHANGING, ONE_VOICE = {"plan.tone_consistency": 0.2}, {"plan.tone_consistency": 0.9}

VOICE = Claim(
    id="C4.2-3",
    sentence="Agreement of writing style, visuals and tone with the core values supports lasting interaction.",
    handbook=("H4.2-05",),
    tier="C",
    kind="assumed curve",
    parts=("AUD", "ENG"),
    common={"n_people": 6_000},
    tests=(
        Pair(label="a changing voice → one voice: trust gained", a=CHANGING, b=ONE_VOICE, metric="trust_gained"),
        Pair(label="the same: awareness", a=CHANGING, b=ONE_VOICE, metric="awareness"),
    ),
    boundary=(
        Limit(
            label="adapted to each platform in changing voices → one voice, the same post everywhere: reactions",
            under={},
            a=CHANGING | {"plan.native_adaptation": 1.0},
            b=ONE_VOICE | {"plan.native_adaptation": 0.0},
            metric="engagement_rate",
            expect="reversed",
        ),
    ),
    off=(Limit(label="nobody notices a voice", under={"audience.tone_memory": 0.0}, expect="vanishes"),),
    note="Assumed curve: what a consistent voice adds to memory and trust of those who are reached is written down. Found is "
    "that it does not carry to people who do not know the brand: they hear of it by reach, which hardly depends on "
    "memory. One voice, adapted form: sameness of posts costs more than voice brings.",
)

CLAIMS = (VOICE,)
