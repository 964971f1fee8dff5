"""The company in a crisis: information I, credibility K, and what is done when (CRIS-3, CRIS-7).

I is how much of the matter is explained, K how far people believe the company; both 0 to 1. Before the first statement K
falls. The statement sets I; its stance moves K, up where it fits the truth and down where it does not. Established facts and
progress reports raise I, which is forgotten; a wrong statement costs most of K once the facts come out. How much each of them
moves is declared in ``effect_parameters``.

All chance of the company is drawn once, at the first post, so that a decision does not change its luck elsewhere.
"""

from __future__ import annotations

import math

from sim.core.hours import TeamHours
from sim.core.world import World
from sim.parts.crisis.opinion import MEDIA, MOST_HUSH, NEGATIVE, Opinion
from sim.parts.crisis.readiness import decision

__all__ = ["Company"]

# The places in the tables of effects.
STATEMENT, ASSERTED, FACTS, DENIED, REMEDY = range(5)
PLAIN, OPEN, HIDDEN, DELETED = range(4)
SILENCE, BROKEN_PROMISE, GOOD_DEEDS = range(3)
DELETED_COMMENTS, CORRECTION, REPORT, TACTLESS = range(4)
WELFARE_H = 240.0
LAST_REPORTS_H = 72.0  # reports go on this long after facts and remedy; then there is no progress to report


class Company:
    """What the company says and does in one crisis; ``act`` lets one hour pass."""

    def __init__(
        self, world: World, number: int, *, severity: float, true: bool, opinion: Opinion, team: TeamHours,
        expected: bool = False,
    ) -> None:  # fmt: skip
        p = world.scenario.crisis
        self.number, self.team = number, team
        self.world, self.p, self.true, self.severity, self.opinion = world, p, true, severity, opinion
        bare, trusted = p.cred_start
        self.info, self.cred = 0.0, min(1.0, bare + trusted * float(world.people.trust.mean()))
        self.start_h = float(world.env.now)
        # With monitoring on, the company knows of nothing until an alarm is heard.
        detect_h = 0.0 if expected else p.detect_h
        self.detected_h = math.inf if p.monitoring else detect_h
        self.statement_h = self.facts_h = self.report_h = math.inf
        if not p.monitoring:
            at_h = self.start_h + detect_h
            self.decided(detect_h + (decision(world, number, at_h).hours if p.readiness else p.decide_h))
        self.spoke = self.known = self.wrong = self.remedied = False
        self.coordination, self.missed, self.last_report_h = 0.0, p.missed_reports, 0.0
        self.tactless, self.last_h = 0, math.inf
        luck = world.streams.of("crisis-company", number).random(8)
        self._wrong_u, self._error_u, self._found_u, self._contradict_u = luck[0], luck[1], luck[2], luck[3:7]
        self._exploited = bool(luck[7] < p.rival_exploits)
        self._corrected = False
        if p.monitoring and expected:
            self.heard(0.0)

    def heard(self, hour: float) -> None:
        """Learn of the crisis at ``hour`` of its life; without readiness the decision takes ``decide_h``."""
        if math.isinf(self.detected_h):
            self.detected_h = hour
            if not self.p.readiness:
                self.decided(hour + self.p.decide_h)

    def decided(self, hour: float) -> None:
        """Have the first statement ready at ``hour`` of the crisis, and what follows from it planned."""
        p = self.p
        if p.speak and math.isinf(self.statement_h):
            self.statement_h = hour
            self.facts_h = hour + p.invest_h if p.establish else math.inf
            self.report_h = hour + p.update_every_h if p.update_every_h else math.inf

    @property
    def explained(self) -> float:
        """I K: how far the matter counts as explained."""
        return self.info * self.cred

    @property
    def cause_persists(self) -> bool:
        """Whether a true accusation still has its cause."""
        return self.true and not self.remedied

    @property
    def belief(self) -> float:
        """The probability to believe bad news against the most possible: the vacuum of information, and hush money."""
        vacuum = self.p.vacuum
        return (1.0 + vacuum * (1.0 - self.explained)) / (1.0 + vacuum) * self._hush() / MOST_HUSH

    def busy(self, hour: int) -> bool:
        """Tell whether something is still to come that was decided already (reports apart)."""
        p = self.p
        waits = [
            self.statement_h,
            self.facts_h if not self.known else 0.0,
            p.remedy_h,
            p.compensate_h,
            p.evidence_peak_h,
        ]
        waits += [p.csr_start_h + WELFARE_H if p.csr_start_h else 0.0, p.public_answer_h, p.threat_h]
        return any(math.isfinite(h) and h >= hour for h in waits) or self.wrong

    def evidence(self, hour: int) -> float:
        """Return the expected number of evidence posts of an average hour."""
        p = self.p
        peak = p.evidence_peak_h and p.evidence_peak_h <= hour < p.evidence_peak_h + 12
        more = 1.0 + p.evidence_peak if peak else 1.0
        if self.true:
            return 0.0 if self.remedied else p.evidence_rate * more
        # Established facts can be looked up for good, whoever has forgotten the news.
        shown = max(self.info, p.info_level[FACTS] if self.known else 0.0) * self.cred
        return p.evidence_rate * p.false_evidence * (1.0 - shown) * more

    def act(self, hour: int) -> None:
        """Let everything happen that is due in this hour, in the order of the specification."""
        p = self.p
        if not self.spoke:
            self.cred *= math.exp(-1.0 / p.cred_fades_h[SILENCE])
        if p.delete_comments and self.detected_h <= hour < self.detected_h + 1:
            self.cred *= p.cred_keeps[DELETED]
            self.opinion.look_again(p.speak_up[DELETED_COMMENTS], hour, self.belief, of=NEGATIVE)
        if not self.spoke and hour >= self.statement_h:
            self._speak(hour)
        if self.spoke and not self.known and hour >= self.facts_h:
            self._establish(hour)
        if self.known and self.repaired and math.isinf(self.last_h):
            self.last_h = hour + LAST_REPORTS_H
        if self.spoke and self.report_h <= hour <= self.last_h:
            self._report(hour)
        self.info *= 0.5 ** (1.0 / p.info_halflife_h)
        if self.true and not self.remedied and p.remedy_h and hour >= p.remedy_h:
            self._remedy()
        if self.spoke and p.stance == "own" and self.cause_persists and hour > self.statement_h + p.promise_h:
            self.cred *= math.exp(-1.0 / p.cred_fades_h[BROKEN_PROMISE])
        if p.csr_start_h and p.csr_start_h <= hour < p.csr_start_h + WELFARE_H and not self.repaired:
            self.cred *= math.exp(-1.0 / p.cred_fades_h[GOOD_DEEDS])  # while the fault is still there
        self._injects(hour)
        self.cred = min(1.0, max(0.0, self.cred))

    @property
    def repaired(self) -> bool:
        """Whether the cause is gone: remedied, or a false accusation that has been set right."""
        return self.remedied if self.true else self.known

    def hazards(self, rhythm: float) -> tuple[float, float, float]:
        """Return the hourly hazards to be reassured: of the unaware, the active and the calm negative (CRIS-4)."""
        p = self.p
        unaware, active, by_dialogue, calm = p.soothing
        off = self.explained * self.reach * (1.0 + self.coordination_gain * self.coordination) * p.reassurance
        calm = calm * (1.0 + p.dialogue) * off * (p.cause_soothing if self.cause_persists else 1.0)
        shares = unaware * off * rhythm, min(0.5, (active + by_dialogue * p.dialogue) * off), calm
        return tuple(-math.log1p(-min(0.99, x)) for x in shares)  # type: ignore[return-value]

    @property
    def reach(self) -> float:
        """The share of the public that the channels reach, with falling returns."""
        return 1.0 - math.exp(-self.p.channel_reach * self.p.channels)

    @property
    def coordination_gain(self) -> float:
        """What full coordination adds: more where the accusation is one of the whole industry."""
        return self.p.coordination_gain * (1.0 + self.p.industry_wide)

    def _hush(self) -> float:
        p = self.p
        if not p.compensate_h or self.world.env.now - self.start_h < p.compensate_h:
            return 1.0
        return p.hush[1] if self.repaired else p.hush[0]

    def _speak(self, hour: int) -> None:
        p, cred = self.p, self.cred
        self.spoke, self.last_report_h = True, float(hour)
        self.info = p.info_level[ASSERTED if p.assert_facts else STATEMENT]
        self.coordination = p.coordination
        told = self.opinion.amplify(min(1.0, p.amplify * p.channels * (1.0 - p.first_hearing * cred)))
        own_true, own_false, clarify_false, clarify_true = p.stance_cred
        if p.stance == "own":
            self.cred += own_true if self.true else own_false
        elif p.stance == "clarify":
            self.cred += clarify_true if self.true else clarify_false
        self.wrong = (p.stance == "deny" and self.true) or (p.assert_facts and self._wrong_u < p.p_wrong)
        self.cred -= p.contradiction_cred * int((self._contradict_u[: p.channels - 1] < p.contradiction).sum())
        if p.coordination > 0:
            self._coordinate(hour)
        self._hours(p.crisis_hours[0] + p.crisis_hours[1] * (p.channels - 1) + p.crisis_hours[2] * p.coordination)
        self._log("statement", stance=p.stance, wrong=self.wrong, first_heard=told)

    def _coordinate(self, hour: int) -> None:
        """Talk with media, association and peers, of whom one may use it."""
        p, opinion = self.p, self.opinion
        media = (opinion.kind == MEDIA).nonzero()[0]
        opinion.open[media] *= max(0.0, 1.0 - self.coordination_gain * p.coordination)  # they ask before they report
        opinion.vouch(media[: round(p.coordination * len(media))])
        if self._exploited:
            self.cred -= p.threat
            opinion.look_again(p.threat, hour, self.belief, of=NEGATIVE)
            self._log("exploited")

    def _establish(self, hour: int) -> None:
        p = self.p
        self.known = True
        denied = p.stance == "deny" and self.true
        if self.wrong:
            self._correct(hour)
        self.info = max(self.info, p.info_level[DENIED if denied else FACTS])
        self.cred += p.invest_credit
        self._hours(p.crisis_hours[3])
        if self._error_u < p.invest_error and not self._corrected:
            self.wrong, self.known, self.facts_h = True, False, hour + 48.0  # found out later
        self._log("facts")

    def _correct(self, hour: int) -> None:
        p = self.p
        self.wrong, self._corrected = False, True
        hidden = p.correction in ("silent", "leave")
        noticed = self._found_u < p.found_out
        if hidden and not noticed:
            return
        self.cred *= p.cred_keeps[HIDDEN if hidden else OPEN if p.correction == "open" else PLAIN]
        self.opinion.look_again(p.speak_up[CORRECTION], hour, self.belief, of=NEGATIVE)
        self._log("correction", how=p.correction)

    def _report(self, hour: int) -> None:
        p = self.p
        won, lost, cost, missed = p.cred_report
        self.report_h = hour + p.update_every_h
        if self.missed:
            self.missed -= 1
            self.cred -= missed
            return
        gain = 1.0 - math.exp(-(hour - self.last_report_h) / p.report_scale_h)
        self.last_report_h = float(hour)
        most = p.info_report[2 if self.known else 1]
        self.info = max(self.info, min(most, self.info + p.info_report[0] * gain))
        stale = self.cause_persists and hour >= p.stale_h
        self.cred += (-lost if stale else won) * gain - cost
        self.opinion.look_again(p.speak_up[REPORT], hour, self.belief)
        self._hours(p.crisis_hours[4] + p.dialogue * p.crisis_hours[5] * min(24.0, p.update_every_h) / 24.0)
        self._log("report")

    def _remedy(self) -> None:
        self.remedied = True
        self.world.ledger.spend("team", "remedy", self.p.remedy_cost_k, time_h=self.world.env.now)
        if self.p.remedy_publish and self.spoke:
            self.cred += self.p.remedy_cred
            self.info = max(self.info, self.p.info_level[REMEDY])
        self._log("remedy", published=self.p.remedy_publish and self.spoke)

    def _injects(self, hour: int) -> None:
        p = self.p
        if p.public_answer_h and hour == math.ceil(p.public_answer_h):
            self.info = min(1.0, self.info + p.answer_info)
            self._log("public answer")
        if p.threat_h and hour == math.ceil(p.threat_h):
            self.cred -= p.threat
            self.opinion.look_again(p.threat, hour, self.belief, of=NEGATIVE)
            self._log("threat")
        if p.compensate_h and hour == math.ceil(p.compensate_h):
            owed = p.compensate_k * self.opinion.counts[NEGATIVE]
            self.world.ledger.spend("team", "compensation", owed, time_h=self.world.env.now)
            self._log("compensation")
        if p.csr_start_h and hour == math.ceil(p.csr_start_h):
            self.world.ledger.spend("team", "welfare", p.csr_cost_k, time_h=self.world.env.now)
            self._log("welfare", repaired=self.repaired)
        if self.tactless and p.tactless > 0:
            self.cred -= p.tactless * self.tactless
            self.opinion.look_again(min(1.0, p.speak_up[TACTLESS] * self.tactless), hour, self.belief, of=NEGATIVE)
            self._log("tactless post", posts=self.tactless)
        self.tactless = 0

    def _hours(self, hours: float) -> None:
        """Let the team work on the crisis: other work waits for a week, and what the team has not left is overtime (加班)."""
        self.team.add("crisis", hours)
        self.team.take(hours)

    def _log(self, action: str, **facts: object) -> None:
        now = self.world.env.now
        self.world.log.record(now, "crisis_action", number=self.number, action=action, age_h=now - self.start_h,
                              info=self.info, cred=self.cred, **facts)  # fmt: skip
