"""The values that flow through the gateway: frozen, and each with exactly one maker.

Request ▶ Approved ▶ Permitted ▶ Planned ▶ Consented ▶ Generalised ▶ Sealed ▶ Verified ▶ Published.
A stage takes the value before its own, so no stage can be left out.
"""

from gateway.model.asked import (
    Approval as Approval,
)
from gateway.model.asked import (
    Request as Request,
)
from gateway.model.counted import (
    PartRecord as PartRecord,
)
from gateway.model.counted import (
    TableCounts as TableCounts,
)
from gateway.model.counts import (
    CountTerms as CountTerms,
)
from gateway.model.counts import (
    NoisyCounts as NoisyCounts,
)
from gateway.model.described import (
    Bounded as Bounded,
)
from gateway.model.described import (
    Column as Column,
)
from gateway.model.described import (
    ColumnType as ColumnType,
)
from gateway.model.described import (
    Constraint as Constraint,
)
from gateway.model.described import (
    Dataset as Dataset,
)
from gateway.model.described import (
    DataUse as DataUse,
)
from gateway.model.described import (
    Detection as Detection,
)
from gateway.model.described import (
    Format as Format,
)
from gateway.model.described import (
    Identifier as Identifier,
)
from gateway.model.described import (
    Listed as Listed,
)
from gateway.model.described import (
    Location as Location,
)
from gateway.model.described import (
    Ordered as Ordered,
)
from gateway.model.described import (
    PatientRecord as PatientRecord,
)
from gateway.model.described import (
    PlannedPart as PlannedPart,
)
from gateway.model.described import (
    Remote as Remote,
)
from gateway.model.described import (
    Role as Role,
)
from gateway.model.described import (
    Secrets as Secrets,
)
from gateway.model.described import (
    Sighting as Sighting,
)
from gateway.model.described import (
    Span as Span,
)
from gateway.model.described import (
    Table as Table,
)
from gateway.model.described import (
    Together as Together,
)
from gateway.model.described import (
    Transform as Transform,
)
from gateway.model.described import (
    Vote as Vote,
)
from gateway.model.flow import (
    SUBJECT as SUBJECT,
)
from gateway.model.flow import (
    Approved as Approved,
)
from gateway.model.flow import (
    Augmented as Augmented,
)
from gateway.model.flow import (
    Check as Check,
)
from gateway.model.flow import (
    Closed as Closed,
)
from gateway.model.flow import (
    ColumnPlan as ColumnPlan,
)
from gateway.model.flow import (
    Consented as Consented,
)
from gateway.model.flow import (
    Generalised as Generalised,
)
from gateway.model.flow import (
    Permitted as Permitted,
)
from gateway.model.flow import (
    Plan as Plan,
)
from gateway.model.flow import (
    Planned as Planned,
)
from gateway.model.flow import (
    Published as Published,
)
from gateway.model.flow import (
    Sealed as Sealed,
)
from gateway.model.flow import (
    Verified as Verified,
)
from gateway.model.measured import (
    NoteTerms as NoteTerms,
)
from gateway.model.measured import (
    Recall as Recall,
)
from gateway.model.measured import (
    Recalled as Recalled,
)
from gateway.model.risk import (
    Attack as Attack,
)
from gateway.model.risk import (
    Demand as Demand,
)
from gateway.model.risk import (
    Differencing as Differencing,
)
from gateway.model.risk import (
    Group as Group,
)
from gateway.model.risk import (
    GroupLimit as GroupLimit,
)
from gateway.model.risk import (
    Hit as Hit,
)
from gateway.model.risk import (
    LossName as LossName,
)
from gateway.model.risk import (
    PerSubject as PerSubject,
)
from gateway.model.risk import (
    Reference as Reference,
)
from gateway.model.risk import (
    RiskFigures as RiskFigures,
)
from gateway.model.risk import (
    RiskModel as RiskModel,
)
from gateway.model.risk import (
    RiskTerms as RiskTerms,
)
from gateway.model.risk import (
    SearchTerms as SearchTerms,
)
from gateway.model.risk import (
    Settled as Settled,
)
from gateway.model.risk import (
    Trait as Trait,
)
from gateway.model.synthetic import (
    SDV_LICENCE as SDV_LICENCE,
)
from gateway.model.synthetic import (
    SyntheticLimits as SyntheticLimits,
)
from gateway.model.synthetic import (
    SyntheticPlan as SyntheticPlan,
)
from gateway.model.synthetic import (
    SyntheticTerms as SyntheticTerms,
)
from gateway.model.synthetic import (
    SyntheticValue as SyntheticValue,
)
from gateway.model.synthetic import (
    SyntheticWish as SyntheticWish,
)
