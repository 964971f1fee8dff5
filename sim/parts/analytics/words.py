"""Words in feedback 用户反馈高频词 (C2.2-2): what comments say about what people want, and who says it.

Ten words (``WANTED``) name something that people want: person and word by word with probability ``MOST_WANT * weight``, weights
from 1.0 down to 0.2. Of ``sample_users`` each writes a Poisson number of comments, mean ``comments_a_user``; a comment is small
talk (``small_talk``), else it names one of the writer's wishes. A vocal minority (高声少数) of ``loud_share`` writes
``loud_strength`` times as many, ``loud_topic`` of them about a matter of its own (``LOUD``) that nobody else wants. A hired crowd
(水军) writes one comment an account, all with one of these words. The words are ranked by ::

    count   comments with the word
    users   users who wrote it
    lift    (comments + 1) / (comments in the period before + 1), where wishes were rarer or more frequent by a lognormal factor

The ranking is compared with the wishes as planted: how many of its first five are wanted most, how far its shares are off, and
the chance that a wanted word stands above one without demand (AUC). Shares of comments are no shares of people: a user with two
wishes divides his comments between them.

Reads: nothing of the world. Writes: nothing. Draws: ``words``, ``words-before``, ``words-ties``. Logs: ``words``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from sim.core.stats import auc
from sim.core.world import Array, World

__all__ = ["DEMAND", "LOUD", "WANTED", "WORDS", "Comments", "listening", "ranked", "written"]

WANTED = ("静音 quiet", "保温 keeps warm", "易清洗 easy to clean", "定时 timer", "便携 portable", "小容量 small volume",
          "快煮 fast boiling", "无塑料 plastic-free", "颜值 good looks", "礼盒 gift box")  # fmt: skip
LOUD = ("代言 celebrity endorsement", "吐槽 grumbling", "抽奖 lucky draw", "返现 cash-back")
SMALL_TALK = 20  # everyday words, all equally frequent
WORDS = (*WANTED, *LOUD, *(f"闲聊 small talk {i + 1}" for i in range(SMALL_TALK)))
WEIGHTS = np.linspace(1.0, 0.2, len(WANTED))
MOST_WANT = 0.35  # share of people who want what is wanted most
DEMAND = np.concatenate([MOST_WANT * WEIGHTS, np.zeros(len(WORDS) - len(WANTED))])
TOP = 5
MOST_USERS, MOST_COMMENTS = 3000, 80  # numbers are drawn for all of them: a larger sample holds the smaller one
GROWTH = 0.3  # sd of ln of how much wishes changed since the period before
HIRED = len(WANTED) + 2  # the hired crowd has orders to praise a lucky draw


class Comments(NamedTuple):
    """Who wrote which word: a row each comment. ``user`` numbers people, hired accounts behind them; ``word`` is in ``WORDS``."""

    user: Array
    word: Array


def written(p: Any, rng: np.random.Generator, wanted: Array) -> Comments:
    """Return the comments of ``p.sample_users`` users, of whom the share ``wanted`` (10,) has each wish."""
    # Everything is drawn at full size, in one order: the first user is the same in a sample of any size.
    wish = rng.random((MOST_USERS, len(WANTED))) < wanted
    loud = rng.random(MOST_USERS) < p.loud_share
    matter = rng.integers(len(LOUD), size=MOST_USERS)
    sent = np.cumsum(rng.standard_exponential((MOST_USERS, MOST_COMMENTS)), axis=1)
    what, which = rng.random((2, MOST_USERS, MOST_COMMENTS))
    n = p.sample_users
    there = sent[:n] <= p.comments_a_user * np.where(loud, p.loud_strength, 1.0)[:n, None]
    user, k = there.nonzero()
    what, which = what[user, k], which[user, k]
    own = loud[user] & (what < p.loud_topic)
    # What is left of the number says, for all others, whether a wish is named.
    rest = np.where(loud[user], (what - p.loud_topic) / max(1e-12, 1.0 - p.loud_topic), what)
    wishes = wish[user].cumsum(axis=1)
    named = (wishes > (which * wishes[:, -1])[:, None]).argmax(axis=1)
    talk = len(WANTED) + len(LOUD) + (which * SMALL_TALK).astype(int)
    word = np.where(
        own, len(WANTED) + matter[user], np.where((rest < p.small_talk) | (wishes[:, -1] == 0), talk, named)
    )
    hired = round(p.hired_share * n)
    return Comments(
        np.append(user, MOST_USERS + np.arange(hired)), np.append(word, np.full(hired, HIRED)).astype(int)
    )  # fmt: skip


def by_word(comments: Comments, *, users: bool = False) -> Array:
    """Return for each word how many comments have it, or how many users wrote it."""
    pairs = np.column_stack(comments)
    return np.bincount((np.unique(pairs, axis=0) if users else pairs)[:, 1], minlength=len(WORDS))


def ranked(world: World) -> Array:
    """Return the score of each word by the team's ranking, shape (words,)."""
    p, rng = world.scenario.analytics, world.streams.of("words")
    now = written(p, rng, DEMAND[: len(WANTED)])
    if p.word_ranking != "lift":
        return by_word(now, users=p.word_ranking == "users").astype(float)
    before = world.streams.of("words-before")
    past = DEMAND[: len(WANTED)] * np.exp(-GROWTH * before.standard_normal(len(WANTED)))
    return (by_word(now) + 1.0) / (by_word(written(p, before, past)) + 1.0)


def listening(world: World) -> Generator[Any, Any, None]:
    """Read the comments once, at the end of the window, and write down how good the ranking is."""
    s = world.scenario
    yield world.env.timeout(24.0 * min(world.total_days, s.warmup_days + s.analytics.window_d) - 0.5)
    score = ranked(world)
    # Words with equal scores stand in an order that has nothing to do with demand.
    order = np.lexsort((world.streams.of("words-ties").random(len(score)), -score))
    top = int((order[:TOP] < TOP).sum())
    error = float(np.sqrt(np.mean((score / max(1.0, score.sum()) - DEMAND / DEMAND.sum()) ** 2)))
    world.log.record(world.env.now, "words", precision=top / TOP, error=100.0 * error, auc=auc(score, DEMAND > 0),
                     scores=tuple(score.tolist()))  # fmt: skip
