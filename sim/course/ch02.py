"""Questions and checklists of chapter 2. The notebook shows them; the diagnoses stand here."""

from __future__ import annotations

from itertools import permutations

from sim.lab.lesson import Question

__all__ = ["COMPARE_QUIZ", "INTERACTION", "LEVERS", "MONITORING", "MORE", "ORDERS", "POSTS_QUIZ"]

# The controls of lab 2.3: what shows at once, and the second tab.
LEVERS = (
    "plan.posts_per_day", "plan.cadence_mode", "plan.slot_policy", "plan.content_quality", "plan.exaggeration",
    "audience.fatigue_halflife_d", "audience.memory_halflife_d", "engagement.post_life_h",
)  # fmt: skip
MORE = (
    "plan.hot_topic_share", "plan.brand_topic_fit", "engagement.topic_halflife_h", "plan.value_level", "plan.interest_level",
    "plan.story_share", "production.research_hours", "production.overload", "horizon_days",
)  # fmt: skip
ORDERS = tuple(" > ".join(order) for order in permutations(("daily", "on-off", "Monday")))

TRUE, USEFUL, LIVELY, FINE = (
    "not authentic 不真实", "not valuable 无价值", "not interesting 无趣", "all three hold 三项皆备",
)  # fmt: skip
_IF_CHOSEN = {
    TRUE: "Nothing here overstates, hides or invents.",
    USEFUL: "A reader does take something away from it.",
    LIVELY: "It does give a reason to stop and to pass it on.",
    FINE: "Read it again as a stranger: one principle is broken.",
}


def _post(text: str, right: str, because: str) -> Question:
    """Return one post to classify; every wrong class is told why it is wrong and what to look at."""
    answers = {answer: "" if answer == right else f"{told} {because}" for answer, told in _IF_CHOSEN.items()}
    return Question(text, answers, because)


# P-12: the three principles, on the posts of a company that sells thermos flasks.
POSTS_QUIZ = (
    _post("“Keeps tea hot for ever. Doctors recommend it.”", TRUE, "“For ever” cannot be true, and no doctor is named."),
    _post("“Our office dog dances in a flask costume. Again!”", USEFUL, "Everybody smiles, and nobody takes anything away."),
    _post("“Materials data sheet 18/8, section 4, revision 3 (PDF).”", LIVELY, "True and useful for a few, told as a filing note."),
    _post("“We left five flasks on the roof in a snow storm. Here is what the thermometers said.”", FINE,
          "A real test, a number to use, a small story."),
    _post("“1,000 happy customers wrote to us this week” (the counter shows 40).", TRUE, "The claim and the count disagree."),
    _post("“How to get a tea smell out of a flask: three things from your kitchen.”", FINE,
          "True, of use today, and easy to pass on."),
    _post("“Which colour is your mood? Blue? Red? Tell us!” – the fourth time this month", USEFUL,
          "A question that leads nowhere wears out."),
    _post("“Our warranty terms have been amended with regard to § 7 (2).”", LIVELY,
          "It matters, so say in one sentence what changes for whom."),
    _post("“Before and after”: two photos, the second one retouched without saying so", TRUE,
          "A picture can claim more than the product does."),
    _post("“We had a faulty seal in the March batch. This is how you check yours and get a new one.”", FINE,
          "Admitting a fault is reliable information, and useful."),
    _post("“A very funny cat.” No flask, no brand, no tip.", USEFUL,
          "It may spread, but nothing stays that helps the reader or the brand."),
    _post("“Advertisement. Half price until Sunday; the small model only.”", FINE,
          "Marked as advertising, exact, and of use; short is not boring."),
)  # fmt: skip

COMPARE_QUIZ = (
    Question(
        "Daily posting brought 40 followers more than the other rhythm; the 95 % interval runs from −15 to 95. What do you report?",
        {
            "Daily posting is better by 40 followers.": "The interval holds zero: luck alone can make 40.",
            "The rhythm makes no difference.": "Undecided is not the same as none: 95 more is possible as well.",
            "Undecided: run more pairs before deciding.": "",
        },
        "More pairs narrow the interval; then it decides, or shows that the difference is small.",
    ),
    Question(
        "Why does growth fall again at many posts a day?",
        {
            "The simulator subtracts followers above a limit.": "No line does that. Look inside: each exposure tires a reader.",
            "Tired followers react less and leave; and each post gets less working time.": "",
            "The platform shows fewer posts of busy accounts, and nothing else happens.":
                "Account heat matters, but switch fatigue off in the panel and see what remains.",
        },
        "Forgetting pulls one way, fatigue and working hours the other; the best rate lies between.",
    ),
    Question(
        "Exaggeration wins in the first month. Why is one month the wrong horizon?",
        {
            "One month has too few posts for an interval.": "More runs would mend that; something else needs time.",
            "Trust is spent slowly: viewers find out, complain and tell others.": "",
            "Followers are paid off at the end of the month.": "Nothing in the model knows the calendar month.",
        },
        "A benefit at once and a cost later look like a pure benefit when you stop early.",
    ),
)  # fmt: skip

MONITORING = (
    "A fixed review date is in the calendar, for example every fourth Monday",
    "For each type: reach, reactions and hours a post, with the number of posts behind each mean",
    "Feedback in comments is read, not only counted",
    "One change at a time, decided before looking at the next numbers",
    "Between two reviews the rhythm stays as planned",
)

INTERACTION = (
    "Comments and questions are answered every working day",
    "Complaints reach customer service within the hour they are seen",
    "Answers solve the question; they do not only thank for it",
    "What is asked three times becomes a post",
    "Hours for answers are in the plan, not taken from sleep",
)
