"""Parameters of the people of the line, their tools and lessons, creators, and sudden events."""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters

__all__ = ["People"]


@parameters
class People:
    """Who makes the posts, what they learn, and what interrupts them."""

    training_hours: float = knob(
        default=4.0, low=0, high=32, step=1, unit="hours/person/month", zh="培训工时",
        meaning="training",
    )  # fmt: skip
    training_effect: float = knob(
        default=0.01, low=0.002, high=0.05, off=0.0, unit="per hour", zh="培训效果",
        meaning="skill gained by an hour of training in a month, of what is missing",
    )  # fmt: skip
    staff_turnover: float = knob(
        default=20.0, low=0, high=60, step=5, unit="%/year", zh="人员流动率",
        meaning="annual staff turnover",
    )  # fmt: skip
    tool_lag_d: float = knob(
        default=60.0, low=0, high=180, step=5, unit="days", zh="工具采用滞后",
        meaning="delay before a new tool is adopted",
    )  # fmt: skip
    tool_rate: float = knob(
        default=2.0, low=0, high=6, step=0.5, unit="tools/year", zh="新工具频率",
        meaning="rate at which useful tools appear",
    )  # fmt: skip
    tool_gain: float = knob(
        default=0.08, low=0.02, high=0.3, off=0.0, unit="share", zh="工具提速",
        meaning="speed gained by a tool once it is learnt",
    )  # fmt: skip
    tool_dip: float = knob(
        default=0.15, low=0.05, high=0.5, off=0.0, unit="share", zh="工具学习损失",
        meaning="speed lost in the first two weeks with a new tool",
    )  # fmt: skip
    iteration: bool = knob(
        default=True, unit="switch", zh="迭代",
        meaning="lessons of each cycle feed the next brief",
    )  # fmt: skip
    cycle_days: float = knob(
        default=14.0, low=7, high=90, step=1, unit="days", zh="迭代周期",
        meaning="length of a cycle of learning from one's own posts",
    )  # fmt: skip
    cycle_hours: float = knob(
        default=2.2, low=0.5, high=20, unit="hours/cycle", zh="复盘工时",
        meaning="analysis at the end of a cycle",
    )  # fmt: skip
    lesson_noise: float = knob(
        default=4.0, low=1, high=20, off=math.inf, unit="sd of the gap", zh="单帖反馈噪声",
        meaning="uncertainty of what one post tells about the taste gap",
        mark="A", source="A; residual sd 0.86 of ln reactions over the gap's effect 0.48, for five content types",
    )  # fmt: skip
    lessons_lost: float = knob(
        default=0.5, low=0.1, high=1, off=0.0, unit="share", zh="知识流失",
        meaning="part of a leaver's knowledge of the audience that is written down nowhere",
    )  # fmt: skip
    creator_share: float = knob(
        default=0.0, low=0, high=1, step=0.05, unit="0–1", zh="外部创作者占比",
        meaning="share of output bought from professional creators",
    )  # fmt: skip
    creator_fee_k: float = knob(
        default=0.8, low=0.1, high=10, unit="thousand CNY/post", zh="创作者单价",
        meaning="price of a post from a creator",
    )  # fmt: skip
    creator_quality: float = knob(
        default=0.05, low=-0.2, high=0.3, unit="quality", zh="创作者质量",
        meaning="how much better creators are than the plan's quality, in the mean",
    )  # fmt: skip
    # Sudden events.
    emergency_lane: bool = knob(
        default=True, unit="switch", zh="应急通道",
        meaning="pre-agreed fast path for sudden events",
    )  # fmt: skip
    sudden_event_rate: float = knob(
        default=1.0, low=0, high=4, step=0.25, unit="events/month", zh="突发事件频率",
        meaning="sudden events that need a public message",
    )  # fmt: skip
    sudden_loss: float = knob(
        default=0.05, low=0.01, high=0.2, off=0.0, unit="trust", zh="突发事件失信",
        meaning="trust at stake with those who ask after a sudden event",
    )  # fmt: skip
    sudden_reach: float = knob(
        default=0.5, low=0.05, high=3, unit="exposures", zh="突发事件关注",
        meaning="how many of the active followers ask, as exposures of a mean follower",
    )  # fmt: skip
    message_halflife_h: float = knob(
        default=6.0, low=1, high=48, unit="hours", zh="回应价值半衰期",
        meaning="time after which a message is worth half",
    )  # fmt: skip
    message_hours: float = knob(
        default=2.0, low=0.5, high=10, unit="hours", zh="回应撰写工时",
        meaning="work on a message from scratch",
    )  # fmt: skip
    template_hours: float = knob(
        default=0.5, low=0.1, high=2, unit="hours", zh="模板回应工时",
        meaning="work on a message from a template agreed beforehand",
    )  # fmt: skip
    drill_hours: float = knob(
        default=1.0, low=0.25, high=8, unit="hours/week", zh="应急维护工时",
        meaning="keeping templates and the people on call ready",
    )  # fmt: skip
    on_call_h: float = knob(
        default=0.5, low=0, high=6, unit="hours", zh="待命到岗时间",
        meaning="until somebody on call sits at the desk outside working hours",
    )  # fmt: skip
    lane_share: float = knob(
        default=0.0, low=0, high=0.6, step=0.05, unit="0–1", zh="挪用通道占比",
        meaning="share of ordinary posts sent through the lane as well",
    )  # fmt: skip
