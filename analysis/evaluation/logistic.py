"""Logistic regression whose weights keep the sign that physics gives them.

The log-odds of a class are a weighted sum of figures, ``z = offset + Σ weight · figure``, and its
probability is ``1 / (1 + e^−z)`` (Cox 1958). Data sets differ in size by a factor of ten, so each (data
set, class) can be given the same total weight; figures are put on one scale inside, so that the ridge
treats them alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from imu.types import Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """A fitted logistic regression."""

    offset: float
    """Intercept: log-odds where all figures are 0."""
    weights: Floats
    """``(k,)``: change of the log-odds per unit of each figure."""

    def evidence(self, figures: Floats) -> Floats:
        """Log-odds z of each row, ``(n,)``; ``figures`` is ``(n, k)``."""
        return np.asarray(self.offset + figures @ self.weights)

    def probability(self, figures: Floats) -> Floats:
        """Probability of the class, in (0, 1), of each row, ``(n,)``; ``figures`` is ``(n, k)``."""
        return sigmoid(self.evidence(figures))


def sigmoid(z: Floats) -> Floats:
    """Logistic function ``1 / (1 + e^−z)``, of any shape; by the tangent, which cannot overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def balanced_weights(labels: Flags, groups: Sequence[str], weights: Floats | None = None) -> Floats:
    """Weights that give both classes the same total, and within a class each group (data set or person).

    Parameters
    ----------
    labels : (n,) bool
    groups : sequence of n str
        Data set or person of each row.
    weights : (n,) float64, optional
        How much a row counts within its group; 1 where not given.

    Returns
    -------
    (n,) float64
        Their sum is 1; each class has half of it.
    """
    out = np.ones(len(labels)) if weights is None else weights.astype(np.float64)
    names = np.array(groups)
    for label in (False, True):
        present = sorted(set(names[labels == label].tolist()))
        for name in present:
            cell = (labels == label) & (names == name)
            out[cell] *= 0.5 / (len(present) * out[cell].sum())
    return out


def fit_logistic(
    figures: Floats,
    labels: Flags,
    *,
    weights: Floats | None = None,
    signs: Sequence[int] | None = None,
    ridge: float = 1e-3,
    believed: Floats | None = None,
    offset: bool = True,
) -> Logistic:
    """Fits a logistic regression: weighted maximum likelihood with a ridge, and signs that hold.

    Minimizes ``Σ say · log(1 + e^(−y z)) + ridge · |weights − believed|²`` with y = ±1, by L-BFGS-B (Byrd
    1995), which keeps bounds on the weights. The ridge is that of le Cessie and van Houwelingen (1992);
    with ``believed`` it is a normal prior about what is believed beforehand, and the fit its most probable
    value.

    Parameters
    ----------
    figures : (n, k) float64
    labels : (n,) bool
        Is the row of the class?
    weights : (n,) float64, optional
        Weight of each row in the likelihood, see `balanced_weights`; only their ratios matter.
    signs : sequence of k int, optional
        +1: the weight may not be negative; −1: not positive; 0: free.
    ridge : float
        Cost of the squared weights, each per standard deviation of its figure, against the mean log loss.
    believed : (k,) float64, optional
        Weights to be drawn towards in place of 0; the cost is then of the squared difference, per unit of
        the figure (NaN: such a weight is free).
    offset : bool
        False: there is none, ``z = Σ weight · figure``.

    Returns
    -------
    Logistic
        In units of the figures as they were given.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  slow to import

    say = np.ones(len(labels)) if weights is None else weights
    say = say / say.sum()
    centre = say @ figures if offset else np.zeros(figures.shape[1])
    spread = np.sqrt(np.maximum(say @ (figures - centre) ** 2, 1e-12))
    target = np.where(labels, 1.0, -1.0)
    drawn, unit = np.zeros(figures.shape[1]), np.ones(figures.shape[1])
    if believed is not None:
        # on their own scale: a figure that hardly varies would make the ridge so steep that the search stops early
        spread = np.ones(figures.shape[1])
        unit = np.where(np.isnan(believed), 0.0, 1.0)
        drawn = np.nan_to_num(believed)
    scaled = (figures - centre) / spread

    def cost(x: Floats) -> tuple[float, Floats]:
        margin = target * (x[0] + scaled @ x[1:])
        # d/dz log(1 + e^−yz) = −y · sigmoid(−yz)
        slope = -say * target * sigmoid(-margin)
        beyond = unit * x[1:] - drawn
        loss = float(say @ np.logaddexp(0.0, -margin) + ridge * (beyond @ beyond))
        return loss, np.concatenate([[slope.sum()], scaled.T @ slope + 2.0 * ridge * unit * beyond])

    limits = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [limits[0] if offset else (0.0, 0.0), *(limits[s] for s in (signs or [0] * figures.shape[1]))]
    found = minimize(cost, np.zeros(figures.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    # back from centred, scaled figures: offset + Σ w (f − centre) / spread
    slopes = np.asarray(found.x[1:]) / spread
    return Logistic(offset=float(found.x[0] - slopes @ centre), weights=slopes)


def leave_one_group_out(groups: Sequence[str]) -> Iterator[tuple[str, Flags]]:
    """Splits for leave-one-group-out cross-validation (Stone 1974): fit on the others, measure on the group.

    Parameters
    ----------
    groups : sequence of n str
        Data set or person of each row.

    Yields
    ------
    name : str
    own : (n,) bool
        The rows of the group that is left out.
    """
    names = np.array(groups)
    for name in sorted(set(groups)):
        yield name, names == name
