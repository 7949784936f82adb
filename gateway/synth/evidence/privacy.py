"""Training, control and synthetic rows in; what an attacker learns of training rows and not of control rows, out.

A figure stands for an attack that was tried. Where all are low, these attacks failed; that proves nothing of others.
"""

import numpy as np
import pandas as pd

from gateway.errors import BadInput
from gateway.intervals import CONFIDENCE
from gateway.synth.evidence.base import Copies, Estimate, Privacy, Shape
from gateway.synth.evidence.cells import Bools, Floats, Ints
from gateway.synth.evidence.gower import Coded, coded, nearest
from gateway.synth.evidence.neighbours import inference, linkability
from gateway.synth.evidence.rates import area, caught, clustered
from gateway.synth.evidence.singling_out import singling_out

FEWEST = 20  # rows of each table: with fewer, no figure tells anything
SMALLEST_CONTROL = 0.8  # of the training rows; a smaller one shows risk where there is none
MOST = 5000  # rows that distances are taken from; copies are counted over all
NEAR = 0.05  # a row is near where as few control rows are as near to a training row
FALSE_ALARMS = 0.01
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def privacy(training: pd.DataFrame, control: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape,
            seed: int) -> Privacy:  # fmt: skip
    """Every attack on `training`, and the same on `control`: as many real rows that the synthesiser never saw.

    Where all synthetic rows are of the cohort, only its rows are attacked: others are far from all of them, and would
    dilute what happens to the cohort. A control larger than the training rows is cut down at random to as many. Raises
    BadInput where a table has too few rows, or the control is much smaller than the training rows.
    """
    rng = np.random.default_rng(seed)
    tables = [training, control, synthetic]
    if shape.in_cohort(synthetic).all():
        tables = [one[shape.in_cohort(one)] for one in tables]
    for name, one in zip(("training", "control", "synthetic"), tables, strict=True):
        if len(one) < FEWEST:
            what = f"{len(one)} {name} rows of the cohort: too few to attack"
            raise BadInput(what, hint=f"the privacy tests need {FEWEST} rows each to train on, to compare and to test")
    if len(tables[1]) < SMALLEST_CONTROL * len(tables[0]):
        what = f"{len(tables[1])} control rows for {len(tables[0])} training rows"
        hint = "hold out as many rows as the synthesiser is trained on: a smaller control shows risk that is not there"
        raise BadInput(what, hint=hint)
    ours, theirs, made = coded(tables, shape)
    theirs = theirs.take(rng.permutation(len(theirs.cells))[: len(ours.cells)])
    return _measured(ours, theirs, made, shape, rng)


def repeated(real: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape, by_chance: float) -> Copies:
    """Synthetic rows that occur among all real ones, none of which is left to compare with.

    by_chance: share of synthetic rows that may, from a test with a control.
    """
    ours, made = coded([real, synthetic], shape)
    found = np.isin(made.keys, ours.keys)
    beyond = clustered(found.astype(np.float64) - by_chance, made.keys, least=-1.0)
    return Copies(int(found.sum()), float(found.mean()), by_chance, beyond)


def _measured(ours: Coded, theirs: Coded, made: Coded, shape: Shape, rng: np.random.Generator) -> Privacy:
    some = made.take(rng.permutation(len(made.cells))[:MOST])
    (near_ours, to_ours), (near_theirs, to_theirs) = nearest(some, ours), nearest(some, theirs)
    persons = np.where(to_ours <= to_theirs, near_ours, len(ours.cells) + near_theirs)
    nearer = np.where(to_ours == to_theirs, 0.5, to_ours < to_theirs)
    membership, sure = _membership(ours, theirs, made, rng)
    return Privacy(
        len(ours.cells),
        len(theirs.cells),
        len(made.cells),
        _copies(np.isin(made.keys, ours.keys), np.isin(made.keys, theirs.keys), made.keys),
        _copies(*_near(ours, theirs, to_ours, to_theirs, rng), persons),
        clustered(nearer, persons, least=0.0),
        len(ours.cells) / (len(ours.cells) + len(theirs.cells)),
        {f"{q:.0%}": (float(np.quantile(to_ours, q)), float(np.quantile(to_theirs, q))) for q in QUANTILES},
        singling_out(ours, theirs, made, rng),
        linkability(ours, theirs, made, rng),
        inference(ours, theirs, made, shape, rng),
        membership,
        sure,
    )


def _copies(ours: Bools, theirs: Bools, persons: Ints) -> Copies:
    """Which synthetic rows are like a training row, and which like a control row; whom each is like."""
    beyond = clustered(ours.astype(float) - theirs, persons, least=-1.0)
    return Copies(int(ours.sum()), float(ours.mean()), float(theirs.mean()), beyond)


def _near(ours: Coded, theirs: Coded, to_ours: Floats, to_theirs: Floats,
          rng: np.random.Generator) -> tuple[Bools, Bools]:  # fmt: skip
    """Which are as near to a training row, and to a control row, as only few people are to one another."""
    real = nearest(theirs.take(rng.permutation(len(theirs.cells))[:MOST]), ours)[1]
    reach = np.quantile(real, NEAR)
    return to_ours <= reach, to_theirs <= reach


def _membership(ours: Coded, theirs: Coded, made: Coded,
                rng: np.random.Generator) -> tuple[dict[str, Estimate], dict[str, Estimate]]:  # fmt: skip
    """Was a row trained on? Told by how near it is to a synthetic row, plain and against how near it is to others.

    `distance`: Chen et al., CCS 2020 (GAN-Leaks). `density`: what is dense among synthetic rows and not among real
    ones, after DOMIAS (van Breugel et al., AISTATS 2023), by nearest neighbours; half of the control is the reference.
    """
    order = rng.permutation(len(theirs.cells))
    others, reference = (theirs.take(half) for half in np.array_split(order, 2))
    members = ours.take(rng.permutation(len(ours.cells))[:MOST])
    others = others.take(np.arange(len(others.cells))[:MOST])
    scores: dict[str, list[Floats]] = {"distance": [], "density": []}
    for rows in (members, others):
        near, usual = nearest(rows, made)[1], nearest(rows, reference)[1]
        scores["distance"].append(-near)
        scores["density"].append(np.log(usual + 1e-3) - np.log(near + 1e-3))
    both = 1 - (1 - CONFIDENCE) / len(scores)
    return ({name: area(one, other, both) for name, (one, other) in scores.items()},
            {name: caught(one, other, FALSE_ALARMS, both) for name, (one, other) in scores.items()})  # fmt: skip
