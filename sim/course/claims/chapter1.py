"""Claims of chapter 1: what operation is, and what social media change."""

from __future__ import annotations

from sim.course.claims.claim import Claim, Limit, Pair, Sweep

__all__ = ["CLAIMS"]

SOCIAL_SPREAD = Claim(
    id="C1.1-3",
    sentence="Social media change the mode and the speed of information spread.",
    handbook=("H1.1-05",),
    restated=("8.2",),
    tier="B",
    kind="emergent",
    parts=("ENG", "AUD"),
    common={"platforms": ("weibo",)},
    tests=(
        Pair(
            label="broadcast → sharing among 30 contacts",
            a={"audience.mean_degree": 0, "audience.share_prob": 0.24},
            b={"audience.mean_degree": 30, "audience.share_prob": 0.24},
            metric="reach",
        ),
        Sweep(
            label="share probability 0 … 0.4, 30 contacts: sharp rise near R = 1",
            grid=(0.0, 0.1, 0.2, 0.3, 0.4),
            points=tuple({"audience.mean_degree": 30, "audience.share_prob": p} for p in (0.0, 0.1, 0.2, 0.3, 0.4)),
            metric="reach",
            shape="threshold",
        ),
    ),
    boundary=(
        Limit(
            label="ordinary sharing, R about 0.1",
            under={"audience.share_prob": 0.12},
            a={"audience.mean_degree": 0},
            b={"audience.mean_degree": 12},
            expect="vanishes",
        ),
    ),
    off=(Limit(label="friends see no reshares", under={"engagement.friend_sees": 0.0}, expect="vanishes"),),
    note="The registry's pair (12 contacts, share probability 0.12) lies far below the threshold at measured exposure: it is "
    "the boundary here, and the test pair uses a livelier network. Half of the final reach does not come sooner "
    "(t50_spread 1.9 h against 2.2 h): friends follow after those who shared. Faster is the number of people an hour.",
)

CLAIMS = (SOCIAL_SPREAD,)
