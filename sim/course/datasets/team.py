"""Production and the team (entries 9 to 11): steps of posts, findings of reviews, hours by week and role.

The run of record publishes by plan. These logs come from a run of the same company, seed and content plan with the production line
on, for the four platforms that its own team serves: a post is late or dropped here when the line is. Hours of the desk and of the
community are those of the run of record.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.knob import vary
from sim.course.datasets.company import Record, company, stamps
from sim.course.datasets.meetings import meetings
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.model import Run, simulate
from sim.parts.production.team import ROLES

__all__ = ["ENTRIES"]

PLATFORMS, STAFF_H, PEOPLE = ("wechat", "weibo", "douyin", "zhihu"), 266.0, 3_000
STAGES = ("goal", "research", "plan", "creative", "copy", "design", "review", "optimise", "publish")
# Steps of the line -> stages of the handbook: facts are verified as research, lawyers look as part of the review.
STAGE_OF = {"verify": "research", "compliance": "review", "double work": "creative"}
KINDS = ("factual", "tone", "compliance", "visual")
LOGGED_POST = 3  # findings are logged for every third post
WEEKS = 26


class Step(NamedTuple):
    """One finished step of a post: when somebody was asked, began and was ready, in hours of the run."""

    key: tuple[int, int, int]
    task: str
    role: str
    person: str
    asked_h: float
    start_h: float
    end_h: float
    hours: float
    defect: str


def _names(record: Record) -> dict[tuple[int, int, int], str]:
    """Return the ids of the posts as they stand in ``posts.csv``, by what was planned: platform, day, slot."""
    return {m.seen.draft.key: m.post_id for m in meetings(record)}


@lru_cache(maxsize=2)
def _line(seed: int) -> tuple[Run, tuple[Step, ...]]:
    """Return the run with the line, and its steps in the order in which they ended."""
    steps: list[Step] = []

    def worked(
        *, job: Any, role: int, task: str, person: str, asked_h: float, start_h: float, end_h: float, hours: float
    ) -> None:
        steps.append(Step(job.draft.key, task, ROLES[role], person, asked_h, start_h, end_h, hours, job.defect))

    scenario = vary(company, {
        "parts": ("production", "line", "engagement", "audience"), "platforms": PLATFORMS, "n_people": PEOPLE,
        "production.staff_hours_week": STAFF_H,
    })  # fmt: skip
    return simulate(scenario, seed=seed, also=lambda world: world.listen("worked", worked)), tuple(steps)


def _log(record: Record) -> Made:
    """Return one row a step of each post that was published, and one for its publication."""
    import pandas as pd

    run, steps = _line(record.seed)
    names = _names(record)
    out = {_key(row): row for row in run.rows("job") if not row["dropped"] and _key(row) in names}
    rows: list[dict[str, Any]] = []
    for step in steps:
        if step.key in out:
            stage = STAGE_OF.get(step.task, step.task)
            rows.append({
                "post_id": names[step.key], "stage": stage, "role": step.role, "person": step.person,
                "queued_ts": step.asked_h, "start_ts": step.start_h, "end_ts": step.end_h, "hours": step.hours,
                "rework": int(step.task in ("optimise", "double work")),
            })  # fmt: skip
    for key, job in out.items():
        rows.append({
            "post_id": names[key], "stage": "publish", "role": "lead", "person": "schedule", "queued_ts": job["ready_h"],
            "start_ts": job["time_h"], "end_ts": job["time_h"], "hours": 0.0, "rework": 0,
        })  # fmt: skip
    table = pd.DataFrame(rows).sort_values(["end_ts", "post_id", "queued_ts"], kind="stable", ignore_index=True)
    for name in ("queued_ts", "start_ts", "end_ts"):
        table[name] = stamps(table[name].to_numpy() - run.start_h)
    late = np.mean([job["time_h"] > job["planned_h"] for job in out.values()])
    return Made(
        table, None, (f"{len(out)} posts; {late:.0%} go out later than planned: waiting, not work, takes the time.",)
    )


def _key(job: dict[str, Any]) -> tuple[int, int, int]:
    from sim.core.catalogue import PLATFORMS as ALL

    return ALL.index(job["platform"]), job["planned_day"], job["slot"]


def _findings(record: Record) -> Made:
    """Return what each review round looked for and found, for every third post."""
    import pandas as pd

    (_, steps), names = _line(record.seed), _names(record)
    of_post: dict[tuple[int, int, int], list[Step]] = {}
    for step in steps:
        of_post.setdefault(step.key, []).append(step)
    rows = []
    for key in sorted(key for key in of_post if key in names)[::LOGGED_POST]:
        mine, number = of_post[key], 0
        for step, then in zip(mine, [*mine[1:], None], strict=True):
            if step.task != "review":
                continue
            number += 1
            found = bool(step.defect) and then is not None and then.task == "optimise"
            for kind in KINDS:
                there = step.defect == kind
                rows.append({
                    "post_id": names[key], "round": number, "kind": kind, "found": int(found and there),
                    "fixed": int(found and there), "minutes": 60.0 * step.hours / len(KINDS), "defect": int(there),
                })  # fmt: skip
    both = pd.DataFrame(rows)
    looks, caught = int(both["defect"].sum()), int(both["found"].sum())
    said = f"{looks} looks meet a defect and {caught} find it: {caught / looks:.0%} in a round."
    return Made(both[[c.name for c in FINDINGS]], both[["post_id", "round", "kind", "defect"]], (said,))


def _hours(record: Record) -> Made:
    """Return paid and used hours, training and finished steps of each role and week."""
    import pandas as pd

    run, steps = _line(record.seed)
    done: dict[tuple[int, str], dict[str, float]] = {}

    def cell(start_h: float, role: str) -> dict[str, float]:
        empty = {"hours_planned": 0.0, "hours_used": 0.0, "training_hours": 0.0, "output": 0.0}
        return done.setdefault((int(start_h // 168.0), role), empty)

    for there in run.ledger.presence:
        cell(there.start_h - run.start_h, there.who.split()[0])["hours_planned"] += (
            0.0 if there.overtime else there.hours
        )
    for work in run.ledger.work_done:
        if not work.who:
            continue
        one = cell(work.start_h - run.start_h, work.who.split()[0])
        one["training_hours" if work.task == "training" else "hours_used"] += work.hours
    for step in steps:
        cell(step.end_h - run.start_h, step.person.split()[0])["output"] += 1
    _others(record, cell)
    rows = [{"week": week, "role": role, **some} for (week, role), some in sorted(done.items()) if 0 <= week < WEEKS]
    table = pd.DataFrame(rows)
    # The community's hours are booked as they come: what was planned is their mean.
    loose = table["role"] == "community"
    table.loc[loose, "hours_planned"] = table.loc[loose, "hours_used"].mean()
    table["week"] = stamps(168.0 * table["week"].to_numpy())
    sums = table.groupby("role")[["hours_used", "training_hours", "hours_planned"]].sum()
    busy = (sums["hours_used"] + sums["training_hours"]) / sums["hours_planned"]
    return Made(
        table,
        None,
        tuple(f"{role} uses {share:.0%} of its hours." for role, share in busy.items() if role != "community"),
    )


def _others(record: Record, cell: Any) -> None:
    """Add the desk and the community of the run of record."""
    run = record.run
    for there in run.ledger.presence:
        if there.account == "desk":
            cell(there.start_h - run.start_h, "desk")["hours_planned"] += there.hours
    for work in run.ledger.work_done:
        if work.account == "desk":
            cell(work.start_h - run.start_h, "desk")["hours_used"] += work.hours
        elif work.task.startswith(("community", "moderation", "culture", "personalisation")):
            cell(work.start_h - run.start_h, "community")["hours_used"] += work.hours
    for ticket in run.ticket_rows:
        if ticket["state"] == "answered" or ticket["first_reply_h"] == ticket["first_reply_h"]:
            cell(ticket["opened_h"] - run.start_h, "desk")["output"] += 1
    for day, facts in enumerate(record.watch.feeds):
        if day >= company.warmup_days:
            cell(24.0 * (day - company.warmup_days), "community")["output"] += len(facts["feed"].row)


LOG = (
    Column("post_id", "text", "the post", "帖子编号"),
    Column("stage", "text", "stage of the seven-step flow; verifying facts is research", "环节", one_of=STAGES),
    Column("role", "text", "role that does it", "岗位", one_of=ROLES),
    Column("person", "text", "who did it: role and number; the schedule publishes", "人员"),
    Column("queued_ts", "datetime", "when the step could begin", "排队时间"),
    Column("start_ts", "datetime", "when somebody began", "开始时间"),
    Column("end_ts", "datetime", "when it was done", "完成时间"),
    Column("hours", "number", "working hours", "工时", "hours", 0),
    Column("rework", "flag", "something that was done before is done again", "返工"),
)
FINDINGS = (
    Column("post_id", "text", "the post; every third one is logged", "帖子编号"),
    Column("round", "whole", "review round", "审核轮次", "", 1, 6),
    Column("kind", "text", "what was looked for", "检查类别", one_of=KINDS),
    Column("found", "flag", "a defect was found", "发现"),
    Column("fixed", "flag", "and mended", "修复"),
    Column("minutes", "number", "time of the look", "分钟", "minutes", 0),
)
HOURS = (
    Column("week", "date", "Monday of the week", "周"),
    Column("role", "text", "role", "岗位"),
    Column(
        "hours_planned",
        "number",
        "paid hours; of the community, which has no staff of its own, the mean",
        "计划工时",
        "hours",
        0,
    ),
    Column("hours_used", "number", "hours worked, training aside", "使用工时", "hours", 0),
    Column("training_hours", "number", "hours of training", "培训工时", "hours", 0),
    Column("output", "whole", "steps finished; tickets answered; members' posts read", "产出", "count", 0),
)
ENTRIES = (
    Entry(Table(9, "production_log", "post × stage", "内容生产日志", "Who worked on which post when.", "E3.2, L3.2", LOG), _log),
    Entry(Table(10, "review_findings", "look of a review round", "审核记录", "What review rounds found.", "L3.2, L7.3", FINDINGS,
                ("post_id", "round", "kind"), (Column("defect", "flag", "the defect was there", "存在差错"),)), _findings),
    Entry(Table(11, "team_hours_weekly", "week × role", "团队周工时", "Hours and output of the team.", "L1.3", HOURS), _hours),
)  # fmt: skip
