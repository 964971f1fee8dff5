"""The words of the field, in both languages: concepts that are neither parameters nor metrics."""

from __future__ import annotations

__all__ = ["CONCEPTS"]

Words = tuple[tuple[str, str, str], ...]

_AUDIENCE: Words = (
    ("follower", "粉丝", "somebody who follows the account on one platform"),
    ("stranger", "非粉丝", "a member of the platform who does not follow the account"),
    (
        "dormant user",
        "沉默用户",
        "has an account but hardly ever opens the platform; counts as a follower, is never reached",
    ),
    ("segment", "人群", "people with the same hours, tastes and platforms"),
    ("persona", "用户画像", "a segment described as one typical person, for those who write for it"),
    ("funnel", "转化漏斗", "unaware, aware, follower, active, loyal; and back"),
    ("memory", "记忆", "how present the brand is to a person, 0 to 1; halves without contact"),
    ("fatigue", "疲劳", "how many posts of the account a person has seen lately; halves without contact"),
    ("trust", "信任", "how far a person believes the brand, 0 to 1; slow to gain, quick to lose"),
    ("affinity", "亲和度", "how much a person likes brands of this kind, 0 to 1; does not change"),
    ("match", "匹配度", "how well a post's type and form meet a person's taste, 0 to 1"),
    ("taste drift", "偏好漂移", "audiences change what they like; a team that does not look falls behind"),
    ("unfollow", "取关", "a follower leaves: out of irritation, out of forgetting, or for no reason of ours"),
    ("retention", "留存", "those who came and are still there after a while"),
    ("word of mouth", "口碑", "people hear of the brand from people, not from the brand"),
)
_CONTENT: Words = (
    ("post", "帖子", "one published piece of content on one platform"),
    ("content type", "内容类型", "what a post is about and for: news, knowledge, interaction, story, user feedback"),
    ("content form", "内容形式", "how a post is made: pictures with text, short video, live, …"),
    ("content plan", "内容计划", "what the team decides: volume, rhythm, hours, subjects, honesty"),
    ("cadence", "发布节奏", "how one volume of posts is spread over time"),
    ("slot", "发布时段", "the hour at which a post is published"),
    (
        "hot topic",
        "热点",
        "a subject everybody talks about for a day or two; posts about it travel further while it is fresh",
    ),
    ("promotion", "促销", "a post that offers something for sale"),
    ("call to action", "行动引导", "the next step that a post asks for: a link, a coupon, a sign-up"),
    ("exaggeration", "夸大", "claims above reality: more reactions now, less trust later"),
    ("wear-out", "审美疲劳", "the same type or form too often loses its appeal"),
    ("lead time", "制作周期", "hours from the brief to the publication"),
    ("review round", "审核轮次", "one independent look at a draft before it is published"),
)
_LINE: Words = (
    ("brief", "简报", "what a post is wanted for and when; the line begins with it"),
    ("production line", "内容流水线", "the steps from the brief to the slot, and the people who do them"),
    ("hand-over", "交接", "one person's work goes on to the next; without a flow it may be forgotten"),
    ("specialist", "专岗", "somebody with one role; a generalist (通才) does every step, slower"),
    ("bottleneck", "瓶颈", "the step that decides how much comes out; more hours elsewhere change nothing"),
    ("work-in-progress limit", "在制品上限", "no more posts are open at once, so that those begun get finished"),
    ("Little's law", "利特尔法则", "number in the system = rate of arrival × time in the system"),
    ("defect", "差错", "an error in a draft: of fact, of tone, against rules, in pictures"),
    ("compliance check", "合规审查", "a look at law and platform rules, by lawyers who make others wait"),
    ("takedown", "下架", "the platform removes a post, and shows less of the account for a while"),
    ("style guide", "风格指南", "how the brand says and shows things; takes away most of everybody's own habits"),
    ("rework", "返工", "work on what was returned, or on what was made before its basis was there"),
    ("iteration", "迭代", "looking back at one's own posts and using what they tell in the next brief"),
    ("emergency lane", "应急通道", "a path agreed beforehand for a message that cannot wait"),
)
_SPREAD: Words = (
    ("exposure, impression", "曝光", "a post is shown once to one person"),
    ("reach", "触达", "distinct people who saw a post; on average each sees it 1.76 times"),
    ("organic reach", "自然触达", "reach that nobody paid for"),
    ("paid reach", "付费触达", "reach that was bought"),
    ("reaction, interaction", "互动", "a like, a comment or a share"),
    ("engagement rate", "互动率", "reactions divided by impressions (or by reach: say which)"),
    ("feed", "信息流", "what the platform shows to somebody who opens it"),
    ("algorithmic recommendation", "算法推荐", "the platform shows a post to people who do not follow the account"),
    ("account heat", "账号热度", "the platform shows more of an account that regularly gets reactions"),
    ("reshare, repost", "转发", "somebody shows the post to his own contacts"),
    ("cascade", "级联", "a post and all reshares that go back to it"),
    ("generation", "代", "steps in a cascade: 1 saw it from the first sharer"),
    ("reproduction number", "再生数", "new sharers that one sharer brings; below 1 every cascade ends by itself"),
    ("half-life", "半衰期", "time after which half is left, or half has come"),
    ("key opinion leader (KOL)", "关键意见领袖", "an account that very many people hear"),
    ("homophily", "同质性", "people mostly follow people like themselves"),
)
_EXPERIMENT: Words = (
    ("scenario", "情景", "everything that can be set, with one value each"),
    ("run", "一次运行", "one scenario lived through once"),
    ("replication", "重复", "the same scenario in another world of equal law: the unit of every interval"),
    ("seed", "随机种子", "the number that decides which worlds are drawn; same seed, same result"),
    (
        "common random numbers",
        "公共随机数",
        "A and B meet the same people with the same luck, so that the difference is the plan",
    ),
    (
        "paired difference",
        "配对差",
        "B minus A in the same world; its interval is far shorter than that of two separate means",
    ),
    ("confidence interval", "置信区间", "the range that holds the true mean in 95 of 100 such experiments"),
    ("warm-up", "预热期", "first days that are simulated and not counted"),
    ("calibration", "校准", "setting free constants so that the model meets measured facts"),
    ("validation", "验证", "checking facts that were not used for calibration"),
    ("mean field", "平均场", "the law of a very large, well-mixed population, written as an equation"),
    ("emergent", "涌现", "comes from several mechanisms at work together; nobody wrote it down"),
    ("assumed curve", "假设曲线", "the mechanism is itself the assumption; shown as one, never as a finding"),
)
_OPERATION: Words = (
    ("response desk", "客服台", "people who answer comments, messages and complaints"),
    ("ticket", "工单", "one comment, message or complaint that waits for an answer"),
    ("escalation", "升级", "a complaint that goes public because nobody answers"),
    ("community", "社群", "members who talk with each other under the brand's rules"),
    ("moderation", "内容管理", "rules, and what happens when they are broken"),
    ("campaign", "营销活动", "effort bounded in time, with an aim and a budget"),
    ("A/B test", "A/B 测试", "two versions, shown at random, compared by one measure"),
    ("leading indicator", "先行指标", "a number that moves before the one that matters"),
    ("crisis", "舆情危机", "negative opinion that spreads faster than it dies down"),
    ("monitoring", "舆情监测", "watching what is said, to see a crisis before it is large"),
    ("statement", "声明", "the company's public answer"),
    ("capacity", "产能", "the working hours that are there; posts above it get less time each"),
)

CONCEPTS: dict[str, Words] = {
    "Audience 受众": _AUDIENCE,
    "Content 内容": _CONTENT,
    "Making posts 内容生产": _LINE,
    "Reach and spread 触达与传播": _SPREAD,
    "Operation 运营": _OPERATION,
    "Experiments 实验": _EXPERIMENT,
}
"""Headings with their words: term, Chinese, meaning in this course."""
