"""Sections 7.2 and 7.4: the worlds, controls, cards, questions and checklists. The notebook shows them; diagnoses stand here."""

from __future__ import annotations

from sim.companies import lanyi, mizhen
from sim.core.knob import vary
from sim.lab.lesson import Question
from sim.presets import crisis_base

__all__ = [
    "CASE_LEVERS",
    "CASE_MORE",
    "CASE_QUIZ",
    "DRILL",
    "FASHION",
    "FASHION_CARDS",
    "LEVERS",
    "MANY",
    "MORE",
    "NOTHING",
    "ORDERS",
    "OUTSIDERS",
    "PLAN_QUIZ",
    "PRICE",
    "RESTAURANT",
    "RESTAURANT_CARDS",
    "RETURNING",
    "REVIEW",
    "SINCERE_QUIZ",
    "STATED_QUIZ",
    "STRATEGIES",
    "TEAM",
    "TYPES",
    "TYPES_QUIZ",
    "WARNING",
    "WATCHED",
    "fashion",
    "order_of",
    "outcry",
    "restaurant",
    "turned",
]  # fmt: skip

# A crisis that begins with sixty posts in one hour, among 20,000 people who could hear of it: the luck of the first few
# posts decides less than in a crisis that begins with ten, so a few pairs of runs are enough.
MANY = {"n_people": 20_000, "crisis.first_posts": 60}
outcry = vary(crisis_base, MANY, name="the plan in the drawer")

NOTHING: dict[str, object] = {"crisis.speak": False, "crisis.remedy_h": 0.0, "crisis.csr_start_h": 0.0}

LEVERS = (
    "crisis.allegation_true", "crisis.stance", "crisis.decide_h", "crisis.assert_facts", "crisis.invest_h",
    "crisis.update_every_h", "crisis.channels", "crisis.remedy_h",
)  # fmt: skip
MORE = (
    "crisis.severity", "audience.trust0", "crisis.p_wrong", "crisis.coordination", "crisis.dialogue", "crisis.csr_start_h",
    "crisis.speak", "crisis.evidence_rate", "crisis.first_posts", "crisis.contradiction", "crisis.amplify", "crisis.detect_h",
)  # fmt: skip
# Orders by damage that can be found; ties count, because hold and assert may do equally well.
ORDERS = (
    "hold, then assert, silence most", "assert, then hold, silence most", "hold and assert alike, silence most",
    "hold least, assert most", "silence least", "no clear order",
)  # fmt: skip

# What a plan costs, beside each effect.
PRICE = ("team_hours", "cost_k")


def order_of(asserting: str, silence: str) -> str:
    """Return which of ``ORDERS`` two verdicts against holding make."""
    if silence == "higher":
        return {"lower": ORDERS[1], "higher": ORDERS[0]}.get(asserting, ORDERS[2])
    if silence == "lower":
        return ORDERS[4]
    return ORDERS[3] if asserting == "higher" else ORDERS[5]


# A small firm whose watch and preparation decide when it speaks; a textbook crisis is planted every ten days.
WATCHED: dict[str, object] = {
    "parts": ["crisis"], "n_people": 500, "horizon_days": 60, "platforms": ["weibo"], "crisis.monitoring": True,
    "crisis.trial_every_d": 10, "crisis.readiness": True,
}  # fmt: skip
# A firm in which a cause returns easily, watched for 200 days.
RETURNING: dict[str, object] = {
    "platforms": ["weibo"], "parts": ["crisis"], "n_people": 500, "horizon_days": 200, "warmup_days": 0, "crisis.start_day": 1,
    "crisis.recurrence_day": 0.01,
}  # fmt: skip

# The three types of section 7.2 as worlds, and the strategy the handbook names for each as settings of one plan.
TYPES: dict[str, dict[str, object]] = {
    "negative opinion": {
        "crisis.allegation_true": False, "crisis.severity": 0.5, "crisis.evidence_rate": 3.0,
    },
    "sudden event": {
        "crisis.allegation_true": True, "crisis.severity": 0.7, "crisis.evidence_rate": 5.0,
    },
    "brand image": {
        "crisis.allegation_true": True, "crisis.severity": 0.45, "crisis.evidence_rate": 0.5,
    },
}  # fmt: skip
STRATEGIES: dict[str, dict[str, object]] = {
    "clarify, answer": {
        "crisis.stance": "clarify", "crisis.decide_h": 2.0, "crisis.dialogue": 0.6, "crisis.remedy_h": 0.0,
    },
    "plan, calm": {
        "crisis.stance": "own", "crisis.decide_h": 1.0, "crisis.update_every_h": 6.0, "crisis.remedy_h": 24.0,
    },
    "repair image": {
        "crisis.stance": "own", "crisis.decide_h": 12.0, "crisis.remedy_h": 72.0, "crisis.csr_start_h": 120.0,
    },
}  # fmt: skip

NEGATIVE, SUDDEN, IMAGE, QUALITY = (
    "negative opinion 负面舆论", "sudden event 突发事件", "brand image 品牌形象", "product quality 产品质量",
)  # fmt: skip
_TYPE_LOOK = {
    NEGATIVE: "What spreads is talk and judgement; look for a thing that happened or a product that failed.",
    SUDDEN: "Nothing happened from one minute to the next.",
    IMAGE: "It is not the picture of the brand as a whole that suffers first.",
    QUALITY: "No product failed here.",
}


def _type(text: str, right: str, because: str) -> Question:
    return Question(
        text, {kind: "" if kind == right else f"{told} {because}" for kind, told in _TYPE_LOOK.items()}, because
    )


TYPES_QUIZ = (
    _type("A clip says the soup of one outlet is made from powder. It is not true; 4,000 reposts by noon.", NEGATIVE,
          "A story spreads: find it early, clear up the facts, answer."),
    _type("A shelf falls in a store; a customer is taken to hospital, and everybody films.", SUDDEN,
          "Something happened in public: start the plan, calm people, say what is done now."),
    _type("Three spokespeople in a row behaved badly; “what does this brand stand for?” is asked everywhere.", IMAGE,
          "No single fact can be cleared up: what must be mended is the picture."),
    _type("A batch of children's cups has sharp rims; forty parents write within a day.", QUALITY,
          "A fault in a product: stop selling, recall, report. Section 7.1 lists it, so the course uses all four types."),
    _type("A warehouse burns at night; nobody is hurt, but the smoke drifts over a school.", SUDDEN,
          "Start the emergency plan and care for those concerned before anybody talks of the brand."),
    _type("An old post of the founder is found again and called arrogant.", IMAGE,
          "Nothing broke and nothing new happened; how the brand is seen has changed."),
)  # fmt: skip

PLAN_QUIZ = (
    Question(
        "You do not know yet whether the accusation is true. What goes into the first statement?",
        {
            "The most likely cause, so that people have an explanation.":
                "If it is wrong, you take it back in the middle of the crisis. Whether that pays in one crisis is luck; "
                "asserting what you do not know is wrong in every one.",
            "That you have seen it, what you check, and the hour of the next report.": "",
            "An apology for what happened.": "If nothing happened, you have confirmed a rumour: see the lower row of the matrix.",
        },
        "A holding statement shows attitude and commits to an hour, not to a cause.",
    ),
    Question(
        "Reports every hour did worse than reports every six hours. Why?",
        {
            "Hourly reports cost too many hours of the team.": "They do, but the damage index holds no hours: look inside _report.",
            "Each report makes people look at the matter again, and an hour brings no news.": "",
            "People trust only what comes rarely.": "No line says that. Credibility gains by the time between reports, so ten "
                "short ones bring no more than one long one, and each costs a little.",
        },
        "A report has something to say after some hours; attention it calls up at once.",
    ),
    Question(
        "In this world three channels did not clearly beat one in mentions. What do you conclude?",
        {
            "Use one channel only.": "Mentions are not trust, and this crisis ends by its remedy on the second day.",
            "It depends on how much has been heard before: a statement also tells those who had not heard.": "",
            "The model is wrong: the advice says several.": "Perhaps; but say what it leaves out before you throw it away. An "
                "assumption you can name (amplify) makes the result.",
        },
        "Advice has conditions. Name them, and check which of them hold in your case.",
    ),
    Question(
        "The paired difference in damage is −3.0, its 95 % interval −7.1 to 1.1, n = 6. What do you report?",
        {
            "The plan is better by 3 points.": "The interval holds zero: luck alone can make 3 points.",
            "The plan makes no difference.": "Undecided is not “none”: seven points less is possible as well.",
            "Undecided with six pairs; more pairs would tell.": "",
        },
        "Crises differ more from each other than plans do; pairs take most of that away, not all.",
    ),
)  # fmt: skip

TEAM = (
    "Somebody who may speak for the company is reachable at any hour, with a deputy",
    "The team may publish a holding statement without asking further up",
    "Statements for the four types are drafted and cleared by legal",
    "Everybody knows who decides, who writes, who speaks, who counts the hours",
    "Telephone numbers are on paper",
)
OUTSIDERS = (
    "Media: one person speaks; facts first, no “no comment”, every promise has an hour",
    "Media: what is not known is said to be not known, and when it will be",
    "Industry association: told before the press when others have the same supplier",
    "Competitors: facts about safety are shared, nothing is said about prices or customers",
    "Competitors: nobody attacks them to look better, and somebody watches whether they do",
    "Role play done: one plays a reporter who knows more than you think",
)
DRILL = (
    "A drill every quarter, one of them at night",
    "The observer writes times: alarm, team complete, statement, first report",
    "After each drill one thing in the plan is changed, with a name and a date",
    "Real events of other companies are played with our plan",
)
WARNING = (
    "A watch list with words, people and thresholds (section 7.1)",
    "Complaints about one matter are counted across channels",
    "Delicate dates are known beforehand: launches, price changes, audits",
    "Whoever sees a sign knows whom to call, and may be wrong without blame",
)

# --------------------------------------------------------------------------------------------------------- the cases

# The two cases of section 7.4 with invented names and times. Sections of the handbook state actions and no outcomes.
CASE_LEVERS = (
    "crisis.speak", "crisis.decide_h", "crisis.stance", "crisis.remedy_h", "crisis.remedy_publish", "crisis.update_every_h",
    "crisis.dialogue", "crisis.csr_start_h",
)  # fmt: skip
CASE_MORE = (
    "crisis.staff_retraining", "crisis.allegation_true", "crisis.establish", "crisis.severity", "audience.trust0",
    "crisis.rumour_true", "crisis.channels", "crisis.csr_fit", "crisis.evidence_rate", "crisis.first_posts",
)  # fmt: skip
Card = tuple[dict[str, object], dict[str, object]]
# Each action of a case: the settings with it, and those without.
FASHION_CARDS: dict[str, Card] = {
    "apology": ({"crisis.stance": "own"}, {"crisis.stance": "hold"}),
    "recall": ({"crisis.remedy_h": 36.0}, {"crisis.remedy_h": 0.0}),
    "reports": ({"crisis.update_every_h": 12.0}, {"crisis.update_every_h": 0.0}),
    "dialogue": ({"crisis.dialogue": 0.6}, {"crisis.dialogue": 0.0}),
}
RESTAURANT_CARDS: dict[str, Card] = {
    "clarification": ({"crisis.speak": True, "crisis.decide_h": 1.0}, {"crisis.speak": True, "crisis.decide_h": 24.0}),
    "publication": ({"crisis.remedy_publish": True}, {"crisis.remedy_publish": False}),
    "training": ({"crisis.staff_retraining": 1.0}, {"crisis.staff_retraining": 0.0}),
    "welfare": ({"crisis.csr_start_h": 120.0}, {"crisis.csr_start_h": 0.0}),
}
FASHION = {
    **MANY,
    "crisis.decide_h": 1.0,
    "crisis.dialogue": 0.6,
    "crisis.update_every_h": 12.0,
    "crisis.remedy_h": 36.0,
}
RESTAURANT = {
    **MANY, "crisis.decide_h": 1.0, "crisis.update_every_h": 12.0, "crisis.remedy_h": 48.0, "crisis.csr_start_h": 120.0,
    "crisis.staff_retraining": 1.0,
}  # fmt: skip
fashion = vary(lanyi, FASHION, name="fashion: all four")
restaurant = vary(mizhen, RESTAURANT, name="restaurant: all four")


def turned(cards: dict[str, Card], **on: bool) -> dict[str, object]:
    """Return the settings of a case whose cards are turned on or off by name; cards not named are on.

    Raise a ValueError for a card that the case does not have.
    """
    unknown = sorted(set(on) - set(cards))
    if unknown:
        raise ValueError(f"card {unknown[0]!r} is none of this case's; it has: {', '.join(cards)}.")
    changes: dict[str, object] = {}
    for name, (with_it, without) in cards.items():
        changes |= with_it if on.get(name, True) else without
    return changes


# A review of one's own case beside what the two cases state.
REVIEW = {
    "question 问题": (
        "first post 首帖",
        "we knew 获知",
        "first words 首次回应",
        "what we said 表态",
        "cause removed 整改",
        "reports 通报",
        "questions answered 答复",
        "published 公开",
        "what changed inside 内部整改",
        "responsibility 社会责任",
    ),
    "case 1 案例一": (
        "not stated",
        "not stated",
        "at once",
        "apology",
        "recall",
        "regular",
        "yes",
        "not stated",
        "inspection",
        "not stated",
    ),
    "case 2 案例二": (
        "not stated",
        "not stated",
        "promptly",
        "clarification",
        "rectified",
        "not stated",
        "not stated",
        "remedies and penalties",
        "training",
        "welfare",
    ),
    "our case 我们的案例": ("",) * 10,
}

STATED, NOT = "stated 案例有述", "not stated 案例未述"


def _stated(text: str, yes: bool, because: str) -> Question:
    wrong = f"Tell apart what was done and what came of it. {because}"
    return Question(text, {STATED: "" if yes else wrong, NOT: wrong if yes else ""}, because)


STATED_QUIZ = (
    _stated("The fashion brand admitted the fault and promised a solution.", True, "It is the first action of case 1."),
    _stated("Sales recovered within two months.", False, "No outcome is reported, neither of sales nor of trust."),
    _stated(
        "The products were recalled and the production line was inspected.", True, "It is the third action of case 1."
    ),
    _stated("The apology came within one hour.", False, "“Immediately” is all that is said; our hours are invented."),
    _stated("The restaurant published penalties for the outlets involved.", True, "It is the second action of case 2."),
    _stated(
        "The rumours stopped within a day of the clarification.",
        False,
        "That was its purpose; no hours are told.",
    ),
    _stated("The restaurant held public-welfare activities.", True, "It is the fourth action of case 2."),
    _stated("Staff training prevented a second incident.", False, "It was held; what came of it is not reported."),
)

SINCERE, COSMETIC = "sincere 真诚", "cosmetic 表面功夫"


def _meant(text: str, right: str, because: str) -> Question:
    other = {SINCERE: COSMETIC, COSMETIC: SINCERE}[right]
    return Question(text, {right: "", other: because}, because)


SINCERE_QUIZ = (
    _meant("Two weeks after closing the outlet: free kitchen checks for small restaurants in the street.", SINCERE,
           "It has to do with the fault, costs effort, and comes after the repair."),
    _meant("On day two, outlets still open: a donation, photographed, for a school far away.", COSMETIC,
           "Before the repair, without any relation to the fault, and made for the picture."),
    _meant("A yearly report on hygiene with all failed inspections in it.", SINCERE, "It also tells what does not flatter."),
    _meant("A tree-planting day, announced in the same post as the apology.", COSMETIC,
           "It changes the subject while people ask about food."),
)  # fmt: skip

CASE_QUIZ = (
    Question(
        "Without dialogue the damage rose by a point or less. Does that show that dialogue is useless?",
        {
            "Yes: leave it out.": "The index counts mentions and trust of everybody. Those who asked are few, and owed an answer.",
            "No: what it adds depends on what else is done, and on what is counted.": "",
            "No: with more runs it would be large.": "Its interval is narrow already. The effect is certain and small, here.",
        },
        "A small effect in a good bundle is normal: the other actions have done the work.",
    ),
    Question(
        "Reports added alone save far more than reports added last. What is that called?",
        {
            "Luck.": "Both intervals are clear of each other.",
            "An interaction: the actions partly do the same work.": "",
            "A mistake: a contribution is one number.": "Only where nothing interacts. That is why the design has all sixteen.",
        },
        "So “what did the reports bring?” has no answer without “on top of what?”.",
    ),
    Question(
        "What do these runs tell about the real fashion brand?",
        {
            "That its recall saved it.": "The case reports no outcome, and its hours are invented here.",
            "Nothing about what happened; what follows from our assumptions if they hold.": "",
            "That its apology was too late.": "No hour is reported.",
        },
        "The cases state no outcomes: the model shows consequences of assumptions, not history.",
    ),
)  # fmt: skip
