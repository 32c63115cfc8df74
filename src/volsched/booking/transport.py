"""The cheapest way to send so many from each row to columns with so much room: exact, by the simplex on a tree.

People who cost the same everywhere are one row and places that cost the same for everybody are one column, so a hundred
thousand people in two thousand sessions are a few thousand rows. Costs are whole numbers, so there is no rounding.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from operator import sub

JOINED = 4


def transport(
    supply: Sequence[int],
    room: Sequence[int],
    costs: Sequence[Sequence[int]],
    unplaced: Sequence[int],
    *,
    near: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None,
) -> list[dict[int, int]]:
    """How many of each row go to each column at the least total cost; the rest of a row stays unplaced.

    `costs[row][column]` is for one unit, `unplaced[row]` for one that goes nowhere. A cell that must not be used costs
    more than `unplaced` does. `near` names a part for each row and each column: rows that mostly go to columns of
    their own part are solved part by part first, which changes the time it takes and not the cost.
    """
    parts = _parts(*near) if near is not None else [(range(len(supply)), range(len(room)))]
    tree = _Tree(supply, room, costs, unplaced, [column for _, columns in parts for column in columns])
    spans = tree.spans(parts)
    while len(spans) > 1:
        for nodes, first, end in spans:
            tree.improve(nodes, first, end)
        joined = (spans[first : first + JOINED] for first in range(0, len(spans), JOINED))
        spans = [([node for part in few for node in part[0]], few[0][1], few[-1][2]) for few in joined]
    tree.improve(range(tree.size), 0, tree.width)
    return tree.flows()


Part = tuple[Sequence[int], Sequence[int]]
"""Rows and columns that mostly go together."""
Stretch = tuple[Sequence[int], int, int]
"""The same in the tree: rows, and the first and the end of the columns, which lie side by side."""


def _parts(rows: Sequence[Hashable], columns: Sequence[Hashable]) -> list[Part]:
    found: dict[Hashable, tuple[list[int], list[int]]] = {}
    for row, part in enumerate(rows):
        found.setdefault(part, ([], []))[0].append(row)
    for column, part in enumerate(columns):
        found.setdefault(part, ([], []))[1].append(column)
    return list(found.values())


class _Tree:
    """A basic solution: a tree over rows and columns, with a flow on each edge to the parent and a price on each node.

    Nodes are the rows, after them the columns, and last the root: a row that hangs by it has units that stay unplaced,
    a column that does has room left. In a tree that starts so, and in which the last of several edges that run dry
    leaves (Cunningham 1976), an edge without flow always points to the root; the simplex then never goes in circles.
    """

    def __init__(
        self,
        supply: Sequence[int],
        room: Sequence[int],
        costs: Sequence[Sequence[int]],
        unplaced: Sequence[int],
        order: Sequence[int],
    ) -> None:
        """`order` says in which order the columns lie in the tree."""
        # Rows without units and columns without room would hang by edges that are dry from the start.
        self.row_ids = [row for row, units in enumerate(supply) if units]
        self.column_ids = [column for column in order if room[column]]
        self.rows = len(supply)
        self.size, self.width = len(self.row_ids), len(self.column_ids)
        self.costs = [[*map(costs[row].__getitem__, self.column_ids), unplaced[row]] for row in self.row_ids]
        self.root = self.size + self.width
        self.parent = [self.root] * self.root + [-1]
        self.depth = [1] * self.root + [0]
        self.flow = [*(supply[row] for row in self.row_ids), *(room[column] for column in self.column_ids), 0]
        self.children: list[set[int]] = [set() for _ in range(self.root)] + [set(range(self.root))]
        self.row_price = [row[-1] for row in self.costs]
        self.column_price = [0] * (self.width + 1)
        """The root counts as a last column, in which units stay that are not placed."""

    def spans(self, parts: Sequence[Part]) -> list[Stretch]:
        """The parts as they lie in the tree."""
        row_at = {row: node for node, row in enumerate(self.row_ids)}
        known = set(self.column_ids)
        found: list[Stretch] = []
        end = 0
        for rows, columns in parts:
            first, end = end, end + sum(column in known for column in columns)
            found.append(([row_at[row] for row in rows if row in row_at], first, end))
        return found

    def improve(self, nodes: Sequence[int], first: int, end: int) -> None:
        """Let better cells of these rows and columns into the tree until there are none."""
        whole = end - first == self.width
        costs = {
            node: self.costs[node] if whole else [*self.costs[node][first:end], self.costs[node][-1]] for node in nodes
        }
        every = [*nodes, self.root]
        hopeful = every
        while hopeful:
            # Rows that gave nothing are looked at again only when those that gave something have run dry.
            while hopeful:
                hopeful = [node for node in hopeful if self._improve_row(node, costs.get(node), first, end)]
            hopeful = [node for node in every if self._improve_row(node, costs.get(node), first, end)]

    def _improve_row(self, node: int, costs: Sequence[int] | None, first: int, end: int) -> bool:
        """Let the best of these cells of one row into the tree; False if none is better than what the row has."""
        prices = self.column_price if end - first == self.width else [*self.column_price[first:end], 0]
        if costs is None:
            best = max(prices)
            gain, column = -best, first + prices.index(best)
        else:
            offers = list(map(sub, costs, prices))
            best = min(offers)
            gain, column = best - self.row_price[node], first + offers.index(best)
        if gain < 0:
            self._enter(node, self.width if column == end else column, gain)
        return gain < 0

    def _enter(self, row: int, column: int, gain: int) -> None:
        """Send as much as possible along a new edge, and take out an edge that runs dry."""
        parent, depth, flow, size = self.parent, self.depth, self.flow, self.size
        one, other = row, size + column
        falling: list[int] = []
        rising: list[int] = []
        leaving, least, from_row = -1, 0, True
        # On the way up from the row it is edges above rows that fall, from the column those above columns. Where
        # several run dry, the last one leaves, counted from where the two ways meet: down to the row, up again.
        while one != other:
            if depth[one] >= depth[other]:
                if one < size:
                    falling.append(one)
                    if leaving < 0 or flow[one] < least:
                        leaving, least, from_row = one, flow[one], True
                else:
                    rising.append(one)
                one = parent[one]
            else:
                if other >= size:
                    falling.append(other)
                    if leaving < 0 or flow[other] <= least:
                        leaving, least, from_row = other, flow[other], False
                else:
                    rising.append(other)
                other = parent[other]
        for node in falling:
            flow[node] -= least
        for node in rising:
            flow[node] += least
        under, over = (row, size + column) if from_row else (size + column, row)
        self._turn(under, leaving)
        parent[under] = over
        flow[under] = least
        self.children[over].add(under)
        self._lift(under, gain)

    def _turn(self, top: int, leaving: int) -> None:
        """Cut off the branch of `leaving` and hang it up by `top`, a node of it."""
        parent, flow = self.parent, self.flow
        node, above, carried = top, parent[top], flow[top]
        self.children[parent[leaving]].discard(leaving)
        while node != leaving:
            self.children[above].discard(node)
            self.children[node].add(above)
            next_above, next_carried = parent[above], flow[above]
            parent[above], flow[above] = node, carried
            node, above, carried = above, next_above, next_carried

    def _lift(self, top: int, gain: int) -> None:
        """New depths and prices in the branch that hangs by `top`: rows and columns take turns, level by level."""
        depth, children, size = self.depth, self.children, self.size
        row_price, column_price = self.row_price, self.column_price
        level, deep, rows = [top], depth[self.parent[top]] + 1, top < size
        while level:
            below: list[int] = []
            if rows:
                for node in level:
                    depth[node] = deep
                    row_price[node] += gain
                    below += children[node]
            else:
                for node in level:
                    depth[node] = deep
                    column_price[node - size] += gain
                    below += children[node]
            level, deep, gain, rows = below, deep + 1, -gain, not rows

    def flows(self) -> list[dict[int, int]]:
        """How many units of each row go to each column."""
        found: list[dict[int, int]] = [{} for _ in range(self.rows)]
        for node in range(self.root):
            above, flow = self.parent[node], self.flow[node]
            if flow and above != self.root:
                row, column = (node, above) if node < self.size else (above, node)
                found[self.row_ids[row]][self.column_ids[column - self.size]] = flow
        return found
