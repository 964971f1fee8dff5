"""Parameters of the crisis part: what happened, how it spreads, what the company does, what is left of it.

Each group is a class of its own, so that a reader finds what belongs together; a scenario has them all in one place,
``crisis.<name>``. Hours are counted from the first post of the crisis unless another beginning is named.
"""

from __future__ import annotations

from sim.core.knob import knob, parameters
from sim.parts.crisis.aftermath_parameters import Aftermath, Injected
from sim.parts.crisis.effect_parameters import EffectParameters
from sim.parts.crisis.monitoring_parameters import MonitoringParameters

__all__ = ["CrisisParameters"]

SPEC = "course assumption (mechanisms CRIS-1 to CRIS-8)"


@parameters
class Spark:
    """What happened, when, and who finds out without being told."""

    start_day: int = knob(
        default=0, low=1, high=365, off=0, unit="day (0 = none)", zh="危机开始日",
        meaning="day on which a crisis begins by itself",
    )  # fmt: skip
    start_hour: int = knob(
        default=9, low=0, high=23, unit="clock hour", zh="危机开始时刻", meaning="hour of the first post of that crisis"
    )
    allegation_true: bool = knob(
        default=True, unit="switch", zh="指控属实", meaning="is the accusation factually correct"
    )
    severity: float = knob(
        default=0.6, low=0.1, high=1, step=0.05, unit="0–1", zh="严重程度", meaning="seriousness of the issue"
    )
    first_posts: int = knob(
        default=40, low=1, high=500, unit="people", zh="首批发帖人数", meaning="people who post in the first hour", source=SPEC
    )  # fmt: skip
    first_source: str = knob(
        default="anybody", choices=("anybody", "kol"), unit="choice", zh="首发账号类型",
        meaning="who posts first: anybody, or accounts among the key opinion leaders and media",
    )  # fmt: skip
    evidence_rate: float = knob(
        default=4.0, low=0, high=20, unit="posts/hour", zh="证据帖速率",
        meaning="posts with first-hand evidence while the cause persists",
    )  # fmt: skip
    false_evidence: float = knob(
        default=0.35, low=0, high=1, unit="× evidence rate", zh="不实证据比例", source=SPEC,
        meaning="posts that seem to prove a false accusation, while nobody explains",
    )  # fmt: skip
    rumour_true: float = knob(
        default=0.5, low=0, high=1, unit="share", zh="属实时谣言占比", source=SPEC,
        meaning="negative mentions with false content where the accusation is true and nobody explains",
    )  # fmt: skip
    rumour_false: float = knob(
        default=0.9, low=0, high=1, unit="share", zh="不实时谣言占比", source=SPEC,
        meaning="negative mentions with false content where the accusation is false and nobody explains",
    )  # fmt: skip
    complaints_spark: int = knob(
        default=5, low=1, high=50, off=0, unit="complaints (0 = off)", zh="投诉引爆数",
        meaning="public complaints about one issue within 72 h that make a crisis of it",
    )  # fmt: skip
    warned_from: int = knob(
        default=3, low=1, high=50, off=0, unit="complaints (0 = never)", zh="投诉预警数",
        meaning="answered complaints about one issue within 72 h that make the company see its crisis come",
    )  # fmt: skip
    recurrence_day: float = knob(
        default=0.004, low=0.0005, high=0.02, off=0.0, unit="per day", zh="复发风险率",
        meaning="hazard of the same cause coming back within 180 days where nobody was retrained",
    )  # fmt: skip
    staff_retraining: float = knob(
        default=0.5, low=0, high=1, step=0.1, unit="0–1", zh="内部整改力度",
        meaning="internal correction after the crisis (reduces recurrence)",
    )  # fmt: skip
    retraining_effect: float = knob(
        default=0.8, low=0.1, high=1, off=0.0, unit="share", zh="整改效果", source=SPEC,
        meaning="part of the hazard of recurrence that full retraining takes away, as long as the people stay",
    )  # fmt: skip


@parameters
class Spread:
    """How negative opinion travels from person to person, and how strangers come across it."""

    contagion: float = knob(
        default=0.09, low=0.01, high=0.3, off=0.0, unit="probability per follower", zh="负面传染率",
        meaning="a follower takes the opinion over and passes it on: severity 0.6, trust 0.6, nobody explains",
        source="A; 12 followers make 1.1 new posts of a post, above the 0.3 to 0.5 of viral Weibo posts",
    )  # fmt: skip
    vacuum: float = knob(
        default=1.2, low=0.1, high=3, off=0.0, unit="×", zh="信息真空效应", source=SPEC,
        meaning="how much more readily people believe where information is missing or not credible",
    )  # fmt: skip
    trust_shield: float = knob(
        default=0.8, low=0.1, high=1, off=0.0, unit="per unit of trust", zh="信任屏障", source=SPEC,
        meaning="how far trust in the company keeps a person from believing the worst",
    )  # fmt: skip
    mentions_more: float = knob(
        default=0.6, low=0, high=3, unit="mentions per person", zh="追加提及", source=SPEC,
        meaning="further negative mentions by somebody who has turned negative",
    )  # fmt: skip
    active_halflife_h: float = knob(
        default=6.9, low=1, high=48, unit="hours", zh="负面活跃半衰期", source=SPEC,
        meaning="time after which half of the negative people have calmed down and only remember",
    )  # fmt: skip
    hot_list: float = knob(
        default=0.01, low=0.005, high=0.2, off=0.0, unit="share of active people per hour", zh="热搜曝光",
        meaning="strangers who come across a new entry of the hot list at the threshold",
    )  # fmt: skip
    hot_threshold: float = knob(
        default=4.0, low=0.1, high=10, unit="mentions per hour and 1,000 people", zh="热搜门槛",
        meaning="hourly volume that brings a topic to the hot list",
    )  # fmt: skip
    hot_novelty_h: float = knob(
        default=1.15, low=0.25, high=24, unit="hours", zh="热搜新鲜度半衰期", mark="R", source="Wu & Huberman 2007: 69 minutes",
        meaning="time on the list after which half as many care to look",
    )  # fmt: skip
    hub_share: float = knob(
        default=0.005, low=0, high=0.05, unit="share", zh="大V占比",
        meaning="accounts with most followers that count as key opinion leaders",
    )  # fmt: skip
    media_share: float = knob(
        default=0.0003, low=0, high=0.01, unit="share", zh="媒体占比",
        meaning="accounts with most followers that count as news media",
    )  # fmt: skip


@parameters
class Answer:
    """What the company says."""

    detect_h: float = knob(
        default=2.0, low=0, high=48, step=1, unit="hours", zh="发现时延", meaning="time from first post to detection"
    )
    decide_h: float = knob(
        default=2.0, low=0, high=96, step=1, unit="hours", zh="决策时延",
        meaning="time from detection to first public statement",
    )  # fmt: skip
    speak: bool = knob(default=True, unit="switch", zh="发表声明", meaning="a statement is made at all")
    stance: str = knob(
        default="own", choices=("own", "clarify", "deny", "hold"), unit="choice", zh="声明立场",
        meaning="admit and apologise, set the record straight, deny, or hold: concern and the next report, no position yet",
    )  # fmt: skip
    assert_facts: bool = knob(
        default=False,
        unit="switch",
        zh="抢先断言",
        meaning="first statement asserts causes before the investigation ends",
    )
    p_wrong: float = knob(
        default=0.45, low=0, high=0.8, step=0.05, unit="probability", zh="断言错误率",
        meaning="chance that an uninvestigated assertion is wrong",
    )  # fmt: skip
    amplify: float = knob(
        default=0.0004, low=0, high=0.002, unit="share per channel", zh="声明扩散",
        meaning="unaware people who first hear of the matter through the first statement",
    )  # fmt: skip
    channels: int = knob(
        default=3, low=1, high=5, unit="channels", zh="发布渠道数",
        meaning="official site, social accounts, news media, stores, community",
    )  # fmt: skip
    contradiction: float = knob(
        default=0.05, low=0.01, high=0.5, off=0.0, unit="probability per further channel", zh="口径不一风险",
        meaning="a further channel contradicts the first (0.15 without a common text); credibility falls by 0.08",
        source="A; the drill has 0.15 without a common text and 0 with one",
    )  # fmt: skip
    coordination: float = knob(
        default=0.0, low=0, high=1, step=0.1, unit="0–1", zh="协同程度",
        meaning="cooperation of media, industry association, peers",
    )  # fmt: skip
    industry_wide: float = knob(
        default=0.0, low=0.1, high=1, off=0.0, step=0.1, unit="0–1", zh="行业共性",
        meaning="how far the whole industry is accused: association and peers then explain their own case along with this one",
        source="A; the more it is, the more coordination gains",
    )  # fmt: skip
    rival_exploits: float = knob(
        default=0.0, low=0.05, high=1, off=0.0, step=0.05, unit="probability", zh="对手利用风险",
        meaning="a competitor with whom the company coordinates uses in public what it learned: works like a threat (`threat`)",
    )  # fmt: skip
    dialogue: float = knob(
        default=0.0, low=0, high=1, step=0.1, unit="0–1", zh="对话比例",
        meaning="share of individual questions answered during the crisis",
    )  # fmt: skip
    delete_comments: bool = knob(
        default=False,
        unit="switch",
        zh="删除负评",
        meaning="critical comments are deleted: credibility × 0.7 once it is seen",
    )
    reassurance: float = knob(
        default=1.0, low=0.1, high=3, off=0.0, unit="×", zh="安抚效果", source=SPEC,
        meaning="how readily people are reassured by a credible explanation that reaches them",
    )  # fmt: skip
    correction_pass: float = knob(
        default=0.02, low=0.005, high=0.2, off=0.0, unit="probability per follower", zh="澄清转发率",
        meaning="a follower of somebody reassured hears the explanation from him; lower than for bad news",
        source="A; direction of Vosoughi, Roy & Aral 2018",
    )  # fmt: skip


@parameters
class Facts:
    """Finding out, reporting, correcting."""

    invest_h: float = knob(
        default=24.0, low=0, high=120, step=1, unit="hours", zh="调查时长",
        meaning="time needed to establish the facts, counted from the decision to respond",
    )  # fmt: skip
    invest_error: float = knob(
        default=0.0, low=0.01, high=0.5, off=0.0, unit="probability", zh="调查出错率",
        meaning="what the investigation establishes is wrong, and is corrected 48 h later",
        source="A; the drill has 0.25 quick, 0.05 standard, 0.01 external",
    )  # fmt: skip
    invest_credit: float = knob(
        default=0.0, low=0, high=0.1, unit="credibility", zh="外部调查公信力",
        meaning="credibility gained by investigators from outside",
    )  # fmt: skip
    establish: bool = knob(default=True, unit="switch", zh="开展调查", meaning="the facts are investigated at all")
    update_every_h: float = knob(
        default=12.0, low=1, high=96, off=0.0, step=1, unit="hours (0 = none)", zh="进展通报间隔",
        meaning="interval of progress reports",
    )  # fmt: skip
    missed_reports: int = knob(
        default=0, low=0, high=10, unit="reports", zh="失约通报数",
        meaning="promised reports, the first ones, that do not come: credibility falls by 0.04 each",
    )  # fmt: skip
    correction: str = knob(
        default="plain", choices=("plain", "open", "silent", "leave"), unit="choice", zh="更正方式",
        meaning="a wrong statement is replaced by the facts, corrected openly, edited silently or left",
    )  # fmt: skip
    found_out: float = knob(
        default=0.6, low=0.05, high=1, off=0.0, unit="probability", zh="被识破概率",
        meaning="somebody notices that a wrong statement was edited silently or left",
    )  # fmt: skip


@parameters
class Repair:
    """What the company does about the cause and about the hurt."""

    remedy_h: float = knob(
        default=36.0, low=6, high=360, off=0.0, step=1, unit="hours (0 = never)", zh="整改时刻",
        meaning="recall / rectification executed, counted from the first post",
    )  # fmt: skip
    remedy_publish: bool = knob(
        default=True, unit="switch", zh="公布整改", meaning="remedy and penalties are made public"
    )
    remedy_cost_k: float = knob(
        default=200.0, low=0, high=5000, step=50, unit="thousand CNY", zh="整改成本", meaning="cost of recall and rectification"
    )  # fmt: skip
    compensate_h: float = knob(
        default=0.0, low=1, high=360, off=0.0, step=1, unit="hours (0 = none)", zh="公开补偿时刻",
        meaning="compensation is offered in public, counted from the first post",
    )  # fmt: skip
    csr_start_h: float = knob(
        default=0.0, low=12, high=480, off=0.0, step=12, unit="hours (0 = none)", zh="公益活动时刻",
        meaning="start of the public-welfare activity, counted from the first post",
    )  # fmt: skip
    csr_fit: float = knob(
        default=1.0, low=0, high=1, step=0.1, unit="0–1", zh="公益相关度",
        meaning="how far the activity has to do with the fault; unrelated has half of the effect",
    )  # fmt: skip
    compensate_k: float = knob(
        default=0.05, low=0, high=2, step=0.05, unit="thousand CNY per negative person", zh="人均补偿",
        meaning="what the compensation costs",
    )  # fmt: skip
    csr_cost_k: float = knob(
        default=100.0, low=0, high=5000, step=50, unit="thousand CNY", zh="公益成本", meaning="cost of the public-welfare activity"
    )  # fmt: skip


@parameters
class CrisisParameters(
    EffectParameters, Injected, Aftermath, Repair, Facts, Answer, Spread, Spark, MonitoringParameters
):
    """What happens, how it spreads, what the company does, what is left."""

    _prefix = "crisis."
