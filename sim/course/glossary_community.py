"""Words of activities and members (sections 5.3 and 5.4), for ``sim.course.glossary``."""

from __future__ import annotations

__all__ = ["COMMUNITY"]

COMMUNITY: tuple[tuple[str, str, str], ...] = (
    ("objective of an activity", "活动目标", "the one result that decides when two designs collide"),
    ("interactive element", "互动环节", "something to do in an activity: Q&A, lucky draw, topic, game"),
    ("lucky draw", "抽奖", "a prize for chance among those who take part; it draws prize hunters, too"),
    ("partner channel", "合作渠道", "a related company or community that passes on our notice"),
    ("time nodes and responsible persons", "时间节点和责任人", "for each task a date and a name"),
    ("slack", "总时差", "days that a task may slip before the whole is late; none on the critical path"),
    ("highlight", "亮点", "an outstanding contribution of a member that is made large"),
    ("growth and retention", "增粉与留存", "how many come, and how many of them are still there after a while"),
    ("effective growth", "有效增长", "those who joined and are still there after sixty days"),
    ("cohort", "同期群", "everybody who joined in the same time; one looks how many of them are left"),
    ("censoring", "删失", "a member who is still there tells only how long he has stayed so far"),
    ("half-life of a source", "来源半衰期", "days after which half of those who came from there have left"),
    ("paid traffic", "付费流量", "people who come through advertising"),
    ("interest or industry community", "兴趣类或行业类社群", "held together by a liking, or by a profession"),
    ("points and badges", "积分与勋章", "rewards for activity that cost little and change what people write for"),
    ("quality gate", "质量门槛", "points only for posts that somebody rated useful"),
    ("crowding out", "动机挤出", "who is rewarded for writing writes less for its own sake"),
    ("benefit", "福利", "coupons and free trials for members"),
    ("customised service", "定制化服务", "product suggestions and support for one person"),
)
