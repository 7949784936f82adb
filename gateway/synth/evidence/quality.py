"""Real and synthetic rows in; how alike they look by SDMetrics, out.

Likeness rewards copying: real rows drawn again at random score higher than any honest synthesiser. So the score of
such duplicates stands beside it, and neither is a figure of use or of privacy.
"""

import warnings

import numpy as np
import pandas as pd

from gateway.synth.evidence.base import Likeness, Quality, Shape
from gateway.synth.evidence.cells import numbers, texts

FEWEST = 10  # rows on either side
_TABLE = "rows"


def quality(real: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape) -> Quality:
    """Shapes and pair trends over all rows, and within the cohort. Every row counts. Raises BadInput."""
    ours, made = _plain(real, shape), _plain(synthetic, shape)
    again = np.random.default_rng(0).integers(len(ours), size=len(made))
    inside = [one[where].reset_index(drop=True) for one, where in
              ((ours, shape.in_cohort(real)), (made, shape.in_cohort(synthetic)))]  # fmt: skip
    few = not shape.cohort or min(map(len, inside)) < FEWEST
    return Quality(
        likeness(ours, made, shape),
        None if few else likeness(inside[0], inside[1], shape),
        likeness(ours, ours.iloc[again].reset_index(drop=True), shape).score,
    )


def likeness(real: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape) -> Likeness:
    """SDMetrics' QualityReport of frames that hold the columns of `shape` alone."""
    from sdmetrics.reports import QualityReport

    columns = {name: {"sdtype": "numerical"} for name in shape.numeric}
    columns |= {name: {"sdtype": "categorical"} for name in shape.categorical}
    report = QualityReport()
    report.num_rows_subsample = None  # else it would look at some rows, drawn without a seed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of columns with one value: their pairs have no trend, and are left out
        report.generate({_TABLE: real}, {_TABLE: synthetic}, {"tables": {_TABLE: {"columns": columns}}}, verbose=False)
    found = dict(report.get_properties().set_index("Property")["Score"])
    return Likeness(len(synthetic), float(found["Column Shapes"]), float(found["Column Pair Trends"]))


def _plain(rows: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """The columns of the shape alone, as floats and texts."""
    frame = pd.DataFrame(numbers(rows, shape.numeric), columns=list(shape.numeric))
    words = texts(rows, shape.categorical)
    for place, name in enumerate(shape.categorical):
        frame[name] = words[:, place]
    return frame
