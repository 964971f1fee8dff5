"""Analytics 数据分析: what the team observes, and what it decides by that. Each programme is a module of its own."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.analytics import channels, goals, growth, hours, initiatives, personas, trial, views, words
from sim.parts.analytics.observed import Measurement, Observed
from sim.parts.analytics.review import Reviews, belief
from sim.parts.analytics.work import Hours
from sim.parts.analytics.yields import grader, type_yield

__all__ = ["start"]


def start(world: World) -> None:
    """Start the programmes that this team looks at."""
    p, looks, run = world.scenario.analytics, world.scenario.analytics.looks_at, world.env.process
    work = Hours(world)
    work.start()
    if "content" in looks or "trial" in looks:
        table = Observed()
        Measurement(world, table)
        world.records["observed"] = table.rows
        if "content" in looks:
            _content(world, table, work)
        if "trial" in looks and p.trial_step:
            run(trial.own_change(world, table))
    if "channels" in looks:
        run(channels.running(world, work))
    if "initiatives" in looks:
        run(initiatives.portfolio(world))
    if "goals" in looks:
        run(goals.working(world))
    if "growth" in looks:
        run(growth.prize_draw(world))
        run(growth.forecasting(world))
    if "hours" in looks:
        run(hours.watching(world))
    if "personas" in looks:
        run(personas.serving(world, work))
    if "views" in looks:
        run(views.deciding(world, work))
    if "words" in looks:
        run(words.listening(world))


def _content(world: World, table: Observed, work: Hours) -> None:
    p = world.scenario.analytics
    world.records["true_yield"] = []
    reviews = Reviews(world, table, belief(world, type_yield(world, 0)), work)
    if p.decision_mode == "data" and p.review_interval_d:
        work.steady("figures", p.measure_hours)
    world.env.process(grader(world))
    world.env.process(reviews.run())
