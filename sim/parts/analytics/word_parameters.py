"""Parameters of words in feedback (ANLY, C2.2-2)."""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["RANKINGS", "Words"]

RANKINGS = ("count", "users", "lift")


@parameters
class Words:
    """How users' comments are made, and by what the words in them are ranked."""

    word_ranking: str = knob(
        default="count", choices=RANKINGS, unit="choice", zh="词频排序",
        meaning="words are ranked by comments, by users who wrote them, or by their growth over the period before",
    )  # fmt: skip
    comments_a_user: float = knob(
        default=1.0,
        low=0.2,
        high=5,
        unit="comments",
        meaning="comments of an ordinary user in the period",
        zh="人均评论数",
    )
    loud_share: float = knob(
        default=0.1, low=0.01, high=0.3, off=0.0, step=0.01, unit="share", zh="高声用户占比",
        meaning="vocal minority (高声少数): users who write more than others, mostly about something that few want",
    )  # fmt: skip
    loud_strength: float = knob(
        default=9.0, low=1, high=30, step=1, unit="×", zh="高声倍数",
        meaning="comments of a loud user against an ordinary one; nine times: a tenth of the users writes half",
    )  # fmt: skip
    loud_topic: float = knob(
        default=0.4, low=0.1, high=1, off=0.0, step=0.05, unit="share", zh="高声话题占比",
        meaning="comments of a loud user about his own matter",
    )  # fmt: skip
    small_talk: float = knob(
        default=0.3, low=0.05, high=0.9, off=0.0, step=0.05, unit="share", zh="闲聊占比",
        meaning="other comments in which no wish is named",
    )  # fmt: skip
    hired_share: float = knob(
        default=0.0, low=0.01, high=0.3, off=0.0, step=0.01, unit="× users", zh="水军账号占比",
        meaning="accounts of a hired crowd (水军) that write one comment each, all with the same word; as a share of the users",
    )  # fmt: skip
