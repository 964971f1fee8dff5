"""The graph of the spread benchmarks: preferential attachment (Barabasi-Albert), made with numpy."""

from __future__ import annotations

import numpy as np

from sim.core.network import Network, from_links

__all__ = ["preferential_attachment"]


def preferential_attachment(n_people: int, links_each: int, generator: np.random.Generator) -> Network:
    """Draw a mutual network in which newcomers link to ``links_each`` others in proportion to their degree.

    Each link end copies an end of the list of all earlier ends (Batagelj & Brandes 2005). A copy of a copy is
    followed until it reaches a newcomer's own end; all links do this at once. Links to oneself and double
    links, well under one per cent, are dropped.
    """
    n_links = n_people * links_each
    # Ends 2 e (the newcomer e // links_each) and 2 e + 1 (a copy of an end before it).
    copied = (generator.random(n_links) * (2 * np.arange(n_links) + 1)).astype(np.int64)
    while (odd := copied % 2 == 1).any():
        copied[odd] = copied[copied[odd] // 2]
    newcomer = np.arange(n_links) // links_each
    return from_links(n_people, newcomer, copied // 2 // links_each, mutual=True)
