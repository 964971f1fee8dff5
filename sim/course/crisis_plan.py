"""A response plan (应对计划) as data: read it, say which hard rules it breaks, count its hours, play it in the crisis engine.

A plan is a list of actions in order of time. An action is a dict with exactly these keys::

    {"hour": 1.0, "type": "statement", "stance": "hold", "channel": "accounts", "owner": "pr"}

``hour`` counts from the first post. ``stance`` is "" but for statements, ``channel`` is "" for what is not said in public.
Nobody sees here what is really the case: that is the engine's, and the grader's.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = [
    "CHANNELS", "INVESTIGATION_H", "OWNERS", "STANCES", "TYPES", "Action", "PlanError", "broken", "damage", "is_night", "is_tiny",
    "plan_hours", "read_plan", "scenario_of",
]  # fmt: skip

TYPES = ("legal", "statement", "investigation", "facts", "report", "dialogue", "remedy", "welfare", "quiet")
STANCES = ("own", "clarify", "deny", "hold")
CHANNELS = ("accounts", "website", "media", "stores", "community")
OWNERS = ("pr", "legal", "service", "product", "management")
PUBLIC = ("statement", "facts", "report", "dialogue", "welfare")
KEYS = ("hour", "type", "stance", "channel", "owner")
LAST_H = 720.0
SPEAK_BY_H, INVESTIGATION_H, REPORTS_H, REPORTED_H = 4.0, 24.0, (4.0, 24.0), 72.0
NIGHT = (22, 7)  # from, until: clock hours
TINY_SEVERITY = 0.2
# Hours of work, as in the engine (crisis.crisis_hours): a statement, each further channel, an investigation, a report; dialogue
# is counted as three days of it at the share that the engine plays.
HOURS = {"statement": 10.0, "channel": 1.0, "investigation": 12.0, "report": 1.5, "dialogue": 24.0}
DIALOGUE = 0.6
# The world in which a plan is judged: small and short, because only plans are compared.
PEOPLE, DAYS = 3_000, 11
TRUST_WEIGHT = 5_000.0


class PlanError(ValueError):
    """A plan that cannot be read; the message says which action and why."""


@dataclass(frozen=True)
class Action:
    """One action of a plan; ``hour`` since the first post."""

    hour: float
    type: str
    stance: str
    channel: str
    owner: str


def read_plan(plan: Any) -> list[Action]:
    """Return a plan's actions. Raise a PlanError that names the action, the value and the rule."""
    if not isinstance(plan, (list, tuple)):
        raise PlanError(f"a plan is a list of actions, not {type(plan).__name__}")
    actions = [_action(item, f"action {k}") for k, item in enumerate(plan, start=1)]
    for k, (one, after) in enumerate(itertools.pairwise(actions), start=2):
        if after.hour < one.hour:
            raise PlanError(
                f"action {k} comes at hour {after.hour:g}, before the one in front of it: order them by time"
            )
    return actions


def _action(item: Any, name: str) -> Action:
    if not isinstance(item, Mapping) or set(item) != set(KEYS):
        have = ", ".join(map(str, item)) if isinstance(item, Mapping) else type(item).__name__
        raise PlanError(f"{name} should be a dict with the keys {', '.join(KEYS)}; it has: {have}")
    hour = item["hour"]
    if isinstance(hour, bool) or not isinstance(hour, (int, float)) or not 0 <= hour <= LAST_H:
        raise PlanError(f"{name}: hour = {hour!r} should be a number of hours from 0 to {LAST_H:g}")
    known = {"type": TYPES, "stance": ("", *STANCES), "channel": ("", *CHANNELS), "owner": OWNERS}
    for key, values in known.items():
        if not isinstance(item[key], str) or item[key] not in values:
            raise PlanError(f"{name}: {key} = {item[key]!r} is none of {', '.join(v or repr(v) for v in values)}")
    kind = item["type"]
    if (kind == "statement") != bool(item["stance"]):
        raise PlanError(f"{name}: a statement has a stance, and nothing else has; {kind} has {item['stance']!r}")
    if (kind in PUBLIC) != bool(item["channel"]):
        raise PlanError(
            f"{name}: what is said in public has a channel, and nothing else has; {kind} has {item['channel']!r}"
        )
    return Action(float(hour), kind, item["stance"], item["channel"], item["owner"])


def is_tiny(event: Mapping[str, Any]) -> bool:
    """Tell whether an event is to be handled quietly: low severity *and* no evidence."""
    return bool(event["severity"] < TINY_SEVERITY and event["evidence"] in ("unknown", "false"))


def is_night(hour: float, event: Mapping[str, Any]) -> bool:
    """Tell whether an hour since the first post falls into the night (22 to 7 o'clock)."""
    clock = (float(event["hour"]) + hour) % 24.0
    return clock >= NIGHT[0] or clock < NIGHT[1]


def plan_hours(plan: Any) -> float:
    """Return the hours of work of a plan in its first five days."""
    actions = read_plan(plan)
    kinds = [a.type for a in actions]
    said = kinds.count("statement")
    hours = HOURS["statement"] + HOURS["channel"] * (said - 1) if said else 0.0
    reports = {a.hour for a in actions if a.type == "report" and a.hour <= 120.0}
    hours += HOURS["report"] * len(reports) + HOURS["investigation"] * ("investigation" in kinds)
    return hours + HOURS["dialogue"] * ("dialogue" in kinds)


def broken(plan: Any, event: Mapping[str, Any], resources: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (rule, sentence) for every hard rule that a plan breaks. Raise a PlanError if it cannot be read.

    Rules: "quiet", "speed", "stance", "facts", "reports", "legal", "remedy", "resources", "night".
    """
    actions = read_plan(plan)
    said = _quiet(actions) if is_tiny(event) else [*_first_words(actions, event), *_afterwards(actions, event)]
    return said + _resources(actions, event, resources)


def _quiet(actions: Sequence[Action]) -> list[tuple[str, str]]:
    found = []
    if not any(a.type == "quiet" for a in actions):
        found.append(("quiet", "a tiny matter without evidence is fixed quietly: an action `quiet` is missing"))
    loud = next((a for a in actions if a.type in PUBLIC), None)
    if loud:
        found.append(("quiet", f"a {loud.type} tells the public of a tiny matter that hardly anybody has heard of"))
    return found


def _first_words(actions: Sequence[Action], event: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    if any(a.type == "quiet" for a in actions):
        found.append(("quiet", "the matter is not tiny: low severity and no evidence are needed together"))
    statements = [a for a in actions if a.type == "statement"]
    if not statements:
        return [*found, ("speed", "there is no statement")]
    first = statements[0].hour
    if first > SPEAK_BY_H:
        found.append(
            ("speed", f"the first statement comes at hour {first:g}; four hours are the limit, by day and by night")
        )
    right = {"confirmed": "own", "false": "clarify"}.get(str(event["evidence"]), "hold")
    found += [
        ("stance", text) for a in statements if a.hour == first for text in [_stance(a.stance, right, event)] if text
    ][:1]
    if len({a.stance for a in statements if a.hour == first}) > 1:
        found.append(("stance", "the channels contradict each other in the first hour"))
    legal = [a.hour for a in actions if a.type == "legal"]
    if not legal or legal[0] > first:
        found.append(("legal", "the legal department is not informed by the time of the first statement"))
    return found


def _stance(stance: str, right: str, event: Mapping[str, Any]) -> str:
    if stance == right:
        return ""
    if right == "hold":
        return f"the evidence is {event['evidence']!r}, and the first statement already says {stance!r}: nothing is established yet"
    if stance == "hold":
        return f"the evidence is {event['evidence']!r}: what is established can be said at once, and the statement only holds"
    return f"the evidence is {event['evidence']!r}, and the statement says {stance!r}"


def _afterwards(actions: Sequence[Action], event: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    statements = [a for a in actions if a.type == "statement"]
    begun = [a.hour for a in actions if a.type == "investigation"]
    facts = [a.hour for a in actions if a.type == "facts"]
    if not begun or not facts:
        found.append(("facts", "an investigation and the facts it finds belong to every plan that is not quiet"))
    elif facts[0] < begun[0] + INVESTIGATION_H:
        found.append(
            ("facts", f"the facts come {facts[0] - begun[0]:g} hours after the investigation began; it takes 24")
        )
    later = [a for a in statements if a.stance != "hold" and a.hour > statements[0].hour] if statements else []
    uncertain = event["evidence"] in ("probable", "unknown")
    if uncertain and later and (not facts or later[0].hour < facts[0]):
        found.append(("facts", f"the statement at hour {later[0].hour:g} takes a position before the facts are there"))
    if statements:
        found += _reports(actions, statements[0].hour)
    remedy = [a.hour for a in actions if a.type == "remedy"]
    welfare = [a.hour for a in actions if a.type == "welfare"]
    if welfare and (not remedy or welfare[0] <= remedy[0]):
        found.append(("remedy", "the welfare activity comes before the remedy"))
    if event["evidence"] == "confirmed" and not remedy:
        found.append(("remedy", "the accusation is confirmed, and nothing removes its cause"))
    return found


def _reports(actions: Sequence[Action], first: float) -> list[tuple[str, str]]:
    at = sorted({first, *(a.hour for a in actions if a.type == "report")})
    shortest, longest = REPORTS_H
    for one, after in itertools.pairwise(at):
        if not shortest <= after - one <= longest:
            return [
                (
                    "reports",
                    f"{after - one:g} hours lie between two reports (hours {one:g} and {after:g}); 4 to 24 are allowed",
                )
            ]
    if at[-1] < first + REPORTED_H:
        return [
            (
                "reports",
                f"the last report comes at hour {at[-1]:g}; reports go on for 72 hours after the first statement",
            )
        ]
    return []


def _resources(
    actions: Sequence[Action], event: Mapping[str, Any], resources: Mapping[str, Any]
) -> list[tuple[str, str]]:
    found = []
    early = next((a for a in actions if a.type in PUBLIC and a.hour < resources["ready_h"]), None)
    if early:
        found.append(
            ("resources", f"{early.type} at hour {early.hour:g}: nobody is there before hour {resources['ready_h']:g}")
        )
    mended = next((a for a in actions if a.type == "remedy" and a.hour < resources["remedy_ready_h"]), None)
    if mended:
        found.append(
            (
                "resources",
                f"a remedy at hour {mended.hour:g} is not possible before hour {resources['remedy_ready_h']:g}",
            )
        )
    shut = next((a for a in actions if a.channel and a.channel not in resources["channels"]), None)
    if shut:
        found.append(("resources", f"the channel {shut.channel!r} is not open to this company"))
    absent = next((a for a in actions if a.owner not in resources["owners"]), None)
    if absent:
        found.append(("resources", f"{absent.owner!r} cannot be called: on call are {', '.join(resources['owners'])}"))
    asleep = next((a for a in actions if a.owner not in resources["night"] and is_night(a.hour, event)), None)
    if asleep and not absent:
        clock = (event["hour"] + asleep.hour) % 24
        found.append(
            ("night", f"{asleep.type} at {clock:g} o'clock is given to {asleep.owner!r}, who is not on call at night")
        )
    hours = plan_hours([vars(a) for a in actions])
    if hours > resources["hours"] + 1e-9:
        found.append(("resources", f"the plan takes {hours:g} hours of work; there are {resources['hours']:g}"))
    return found


def scenario_of(plan: Any, event: Mapping[str, Any], truth: Mapping[str, Any]) -> Scenario:
    """Return the plan as a scenario of the crisis engine, in the world of an event whose truth is known.

    ``truth``: allegation_true, evidence_rate, first_posts. Raise a PlanError if the plan cannot be read.
    """
    from sim.core.knob import vary
    from sim.presets import crisis_base

    actions = read_plan(plan)
    world = {
        "n_people": PEOPLE,
        "horizon_days": DAYS,
        "audience.trust0": float(event["trust"]),
        "crisis.severity": float(event["severity"]),
        "crisis.start_hour": int(event["hour"]),
        "crisis.allegation_true": bool(truth["allegation_true"]),
        "crisis.evidence_rate": float(truth["evidence_rate"]),
        "crisis.first_posts": int(truth["first_posts"]),
    }
    return vary(crisis_base, world | _settings(actions), name="a plan")


def _settings(actions: Sequence[Action]) -> dict[str, object]:
    first = {kind: next((a.hour for a in actions if a.type == kind), None) for kind in TYPES}
    said = first["statement"]
    remedy, welfare = first["remedy"], first["welfare"]
    made: dict[str, object] = {
        "crisis.detect_h": 0.0,
        "crisis.speak": said is not None,
        "crisis.remedy_h": max(6.0, remedy) if remedy is not None else 0.0,
        "crisis.csr_start_h": min(480.0, max(12.0, welfare)) if welfare is not None else 0.0,
        "crisis.amplify": 0.0004,
    }
    if said is None:
        return made
    opening = [a for a in actions if a.type == "statement" and a.hour == said]
    facts, gaps = first["facts"], _gaps(actions, said)
    return made | {
        "crisis.decide_h": min(96.0, said),
        "crisis.stance": opening[0].stance,
        "crisis.channels": len({a.channel for a in opening}),
        "crisis.update_every_h": min(96.0, max(1.0, float(round(sum(gaps) / len(gaps))))) if gaps else 0.0,
        "crisis.establish": facts is not None,
        "crisis.invest_h": min(120.0, max(0.0, (facts or 0.0) - said)),
        "crisis.dialogue": DIALOGUE if first["dialogue"] is not None else 0.0,
    }


def _gaps(actions: Sequence[Action], said: float) -> list[float]:
    at = sorted({said, *(a.hour for a in actions if a.type == "report" and a.hour > said)})
    return [after - one for one, after in itertools.pairwise(at)]


def damage(plan: Any, event: Mapping[str, Any], truth: Mapping[str, Any], seed: int) -> float:
    """Return the damage of a plan in one world: negative mentions per 1,000 people, plus trust lost times 5,000."""
    from sim.metrics import measure
    from sim.model import simulate

    run = simulate(scenario_of(plan, event, truth), seed=seed)
    told = measure(run, ["neg_mentions", "trust_lost"])
    lost = told["trust_lost"]
    return 1000.0 * told["neg_mentions"] / PEOPLE + TRUST_WEIGHT * (lost if math.isfinite(lost) else 0.0)
