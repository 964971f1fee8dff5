"""Personas 用户画像 (ANLY-7): groups found in noisy features of some users, each of them served with content of its own.

The features of a user are his match with each type and form, less the mean, with noise. k-means on ``sample_users`` of them gives
``segments_k`` groups; each is served the pair of type and form that its centre likes best. Everybody is assigned by his own
noisy features. The gain in fit over one content for all raises the content match of the plan; each further group costs production
hours, which are missing for posts.

Reads: features, noisy. Writes: ``world.plan``, hours. Draws: ``personas``, ``persona-start``. Announces: ``planned``.
Logs: ``personas`` with the true fit.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.world import Array, World
from sim.parts.analytics.work import Hours

__all__ = ["clusters", "serving", "true_fit"]

POPULATION_SAMPLE = 2000


def features(world: World, users: Array, z: Array) -> Array:
    """Return noisy features (users, types + forms): match by type over all forms, and by form over all types."""
    table = world.match_table(0).astype(float)
    plain = np.concatenate([table.mean(axis=1), table.mean(axis=0)]).T  # (segments, types + forms)
    plain = plain - plain.mean(axis=0)
    return plain[world.population.segment[users]] + world.scenario.analytics.feature_noise * z


def clusters(values: Array, k: int, rng: np.random.Generator) -> Array:
    """Return the centres of ``k`` groups, shape (k, features)."""
    if k == 1:
        return np.asarray(values.mean(axis=0))[None]
    from scipy.cluster.vq import kmeans2

    start = values[rng.permutation(len(values))[:k]]
    with warnings.catch_warnings():
        # More groups than there are kinds of users: some stay empty, and nobody is assigned to them.
        warnings.simplefilter("ignore")
        return np.asarray(kmeans2(values, start, minit="matrix", missing="warn", iter=30)[0])


def choices(world: World, centres: Array) -> Array:
    """Return the (type, form) that each centre seems to like best, shape (k, 2)."""
    kinds = len(world.types)
    mean = world.match_table(0).astype(float)
    usual = np.concatenate([mean.mean(axis=(1, 2)), mean.mean(axis=(0, 2))])
    liked = centres + usual
    return np.column_stack([liked[:, :kinds].argmax(axis=1), liked[:, kinds:].argmax(axis=1)])


def true_fit(world: World, users: Array, centres: Array, seen: Array) -> float:
    """Return the mean true match of ``users`` with the content of the group that they are assigned to by ``seen``."""
    group = ((seen[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
    pair = choices(world, centres)[group]
    return float(world.match_table(0)[pair[:, 0], pair[:, 1], world.population.segment[users]].mean())


def serving(world: World, hours: Hours) -> Generator[Any, Any, None]:
    """Find personas once, before the warm-up ends, and serve them from then on."""
    p, pop = world.scenario.analytics, world.population
    yield world.env.timeout(1.0)
    rng = world.streams.of("personas")
    width = len(world.types) + len(world.forms)
    users, everybody = (np.minimum((rng.random(n) * pop.n).astype(int), pop.n - 1) for n in (3000, POPULATION_SAMPLE))
    z, z_all = rng.standard_normal((3000, width)), rng.standard_normal((POPULATION_SAMPLE, width))
    values, seen = features(world, users, z)[: p.sample_users], features(world, everybody, z_all)
    centres = clusters(values, p.segments_k, world.streams.of("persona-start"))
    fit, plain = true_fit(world, everybody, centres, seen), true_fit(world, everybody, values.mean(0)[None], seen)
    hours.steady("personas", p.persona_hours * (p.segments_k - 1))
    match = min(1.0, max(0.0, world.plan.content_match + p.persona_effect * (fit - plain)))
    world.plan = replace(world.plan, content_match=match)
    world.announce("planned", plan=world.plan)
    world.log.record(world.env.now, "personas", fit=fit, plain=plain)
