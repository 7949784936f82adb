"""Manifest fields in, a Croissant description out, by which machine-learning tools know what a release holds.

Croissant 1.1 (MLCommons) is JSON-LD over schema.org. Its loaders cannot read the parts, which are encrypted; they
can read what the parts are. A field has a `dataType` where the transform makes the type; a column that keeps the
type of its source has none, since the manifest does not tell that type.
"""

from collections.abc import Mapping
from typing import Any

from gateway.crypto.documents import canonical
from gateway.report import words
from gateway.report.basis import paths

PARQUET = "application/vnd.apache.parquet"

# Appendix 1 of the specification, as far as it is needed here.
_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "http://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "sc": "http://schema.org/",
    "source": "cr:source",
}
_CONFORMS_TO = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
_ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_ENCRYPTED = (
    "Encrypted as a whole: Parquet Modular Encryption, AES-256-GCM. It opens with a grant of the hospital, "
    "`gateway.open_release(...)`."
)
_TYPES: Mapping[str, str] = {
    "pseudonym": "sc:Text",
    "hash": "sc:Text",
    "zip3": "sc:Text",
    "band": "sc:Text",
    "map": "sc:Text",
    "scrub": "sc:Text",
    "year": "sc:Integer",
    "shift": "sc:Date",
}


def describe(fields: Mapping[str, Any]) -> bytes:
    """Canonical JSON (RFC 8785) of the description."""
    return canonical({
        "@context": dict(_CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        **_what(fields),
        **_use(fields),
        "distribution": [
            *(_file(part) for part in fields["parts"]),
            *(_file_set(f"data/{name}") for name in fields["request"]["tables"]),
            *(_file_set(f"synthetic/{name}") for name in _invented(fields)),
        ],
        "recordSet": [
            *(_record_set(name, fields) for name in fields["request"]["tables"]),
            *(_invented_set(name, fields) for name in _invented(fields)),
        ],
    })


def _what(fields: Mapping[str, Any]) -> dict[str, Any]:
    plan, release, site = fields["plan"], fields["release"], fields["site"]
    rows = sum(counts["released"] for counts in fields["tables"].values())
    hospital = {"@type": "sc:Organization", "name": site}
    return {
        "name": release,
        "identifier": release,
        "description": f"{plan['dataset']}, de-identified under {plan['basis']} by policy {plan['policy']}: "
                       f"{fields['subjects']['released']} subjects, {rows} rows in "
                       f"{len(fields['request']['tables'])} tables. How it was made is told in card.html.",
        "url": "card.html",
        "creator": hospital,
        "publisher": hospital,
        "datePublished": fields["created"],
        "version": "1.0.0",  # a release never changes
        "isLiveDataset": False,
        "citeAs": f"@misc{{{release}, title = {{{plan['dataset']}, release {release}}}, author = {{{{{site}}}}}, "
                  f"year = {{{fields['created'][:4]}}}}}",
        "prov:wasDerivedFrom": {"@type": "prov:Entity", "name": plan["dataset"],
                                "identifier": f"sha256:{plan['dataset_digest']}"},
        "prov:wasGeneratedBy": {"@type": "prov:Activity", "name": f"gateway {fields['software']}",
                                "identifier": f"sha256:{plan['digest']}"},
    }  # fmt: skip


def _use(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Who may use it for what. There is no public licence."""
    request = fields["request"]
    purpose = words.PURPOSES.get(request["purpose"], request["purpose"])
    found = paths(fields["plan"]["basis"])
    standing = " ".join(f"{path.name}. {path.standing}" for path in found)
    terms = (f"Not licensed to the public. For {purpose}, project {request['project']}, until {request['until']}, and "
             "only for who holds a grant.")
    duties = " ".join(duty for path in found for duty in path.duties)
    return {
        "license": {"@type": "sc:CreativeWork", "name": "Terms of the release",
                    "description": f"{terms} {standing}"},
        "conditionsOfAccess": terms,
        "usageInfo": {"@type": "sc:DefinedTerm", "name": purpose, "termCode": request["purpose"],
                      "inDefinedTermSet": _ACT_REASON},
        "rai:dataUseCases": purpose,
        "rai:personalSensitiveInformation": f"Records of patients. {standing} {duties}",
        "rai:dataLimitations": "Automated de-identification is no guarantee. Risk was measured over the "
                               "quasi-identifiers only; card.html has the numbers.",
    }  # fmt: skip


def _file(part: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": part["path"],
        "name": part["path"],
        "description": _ENCRYPTED,
        "contentUrl": part["path"],
        "contentSize": f"{part['bytes']} B",
        "encodingFormat": PARQUET,
        "sha256": part["sha256"],
    }


def _file_set(folder: str) -> dict[str, Any]:
    tier, _, table = folder.partition("/")
    return {
        "@type": "cr:FileSet",
        "@id": f"{folder}/",
        "name": f"{table}: all {'synthetic ' if tier == 'synthetic' else ''}parts",
        "description": _ENCRYPTED,
        "encodingFormat": PARQUET,
        "includes": f"{folder}/*.parquet",
    }


def _invented(fields: Mapping[str, Any]) -> list[str]:
    """The tables that have synthetic rows."""
    return sorted({part["table"] for part in fields["parts"] if part["tier"] == "synthetic"})


def _invented_set(table: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    rows = sum(part["rows"] for part in fields["parts"] if (part["tier"], part["table"]) == ("synthetic", table))
    left_out = fields["synthetic"]["left_out"]
    learnt = [column for column in _kept(table, fields) if f"{table}.{column['column']}" not in left_out]
    flag = {
        "@type": "cr:Field",
        "@id": f"synthetic/{table}/synthetic",
        "name": "synthetic",
        "description": "true: the row is of nobody",
        "dataType": "sc:Boolean",
        "source": {"fileSet": {"@id": f"synthetic/{table}/"}, "extract": {"column": "synthetic"}},
    }
    return {
        "@type": "cr:RecordSet",
        "@id": f"synthetic/{table}",
        "name": f"{table}, synthetic",
        "description": f"{rows} synthetic rows, for training alone: they do not belong into a test split",
        "field": [*(_field(column, "synthetic/") for column in learnt), flag],
    }


def _record_set(table: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": f"{fields['tables'][table]['released']} rows",
        "field": [_field(column) for column in _kept(table, fields)],
    }


def _kept(table: str, fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [column for column in fields["plan"]["columns"] if column["table"] == table and not column["dropped"]]


def _field(column: Mapping[str, Any], tier: str = "") -> dict[str, Any]:
    made = _TYPES.get(column["transform"])
    return {
        "@type": "cr:Field",
        "@id": f"{tier}{column['table']}/{column['column']}",
        "name": column["column"],
        "description": f"{column['kind']}: {words.transform(column['summary'])}",
        **({"dataType": made} if made else {}),
        "source": {
            "fileSet": {"@id": f"{tier or 'data/'}{column['table']}/"},
            "extract": {"column": column["column"]},
        },
    }
