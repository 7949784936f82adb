"""Every code that another part of the gateway can write has words here."""

from pathlib import Path
from typing import get_args

import pytest
import yaml

from gateway.consent.evaluate import REASONS
from gateway.consent.purposes import ANY, CODES
from gateway.deid.columns import TRANSFORMS
from gateway.model import Role
from gateway.recognize.entities import ENTITIES
from gateway.report import basis, words
from gateway.site import shipped

from .samples import manifest

OWN_WARNING = {
    "hipaa-safe-harbor": "no actual knowledge that what is left could identify somebody",
    "expert-determination": "De-identified only together with an expert’s written determination",
    "limited-data-set": "Still protected health information (PHI). Needs a data use agreement",
    "gdpr-pseudonymised": "still personal data",
}


def test_purposes_consent_reasons_and_roles() -> None:
    assert words.PURPOSES.keys() == CODES - {ANY}
    assert words.CONSENT.keys() == set(REASONS) - {"covered"}
    assert words.ROLES.keys() == set(get_args(Role))


@pytest.mark.parametrize("name", TRANSFORMS)
def test_every_transform(name: str) -> None:
    summary = {"pseudonym": "pseudonym method=random", "scrub": "scrub mode=surrogate"}.get(name, name)
    assert words.transform(summary) != summary


def test_transforms_entities_and_reasons_without_words_are_shown_as_they_are() -> None:
    assert words.transform("blur radius=3") == "blur radius=3"
    assert words.entity("AURA") == "AURA"
    assert words.left_out("quarantined: text: too long") == "quarantined: text: too long"
    assert words.entity("MRN") == ENTITIES["MRN"].description


def policies() -> list[Path]:
    return sorted(shipped("policies").glob("*.yaml"))


@pytest.mark.parametrize("file", policies(), ids=lambda file: file.stem)
def test_every_shipped_policy_has_its_own_warning(file: Path) -> None:
    (path,) = basis.paths(yaml.safe_load(file.read_text("utf-8"))["basis"])
    said = " ".join((path.standing, *path.duties))
    assert OWN_WARNING[file.stem] in said
    assert not any(other in said for name, other in OWN_WARNING.items() if name != file.stem)


def test_only_safe_harbor_comes_without_caution() -> None:
    assert [path.name for path in basis.PATHS if not path.caution] == ["HIPAA Safe Harbor"]


def test_a_basis_may_name_two_paths() -> None:
    assert basis.paths("45 CFR 164.514(b)(1) and GDPR Art. 4(5)") == (basis.EXPERT, basis.GDPR)


def test_an_unknown_basis_is_cause_for_caution() -> None:
    (path,) = basis.paths("the director said so")
    assert path.caution
    assert "Treat the data as identifiable" in path.standing


@pytest.mark.parametrize(
    ("text", "k", "said"),
    [
        ("45 CFR 164.514(b)(2)", None, "Safe Harbor sets no k. So k is measured and reported here, not demanded."),
        ("45 CFR 164.514(b)(2)", 5, "Safe Harbor sets no k. The policy demands k = 5 beyond it."),
        ("45 CFR 164.514(b)(1)", 11, "The policy demands k = 11."),
        ("GDPR Art. 4(5)", None, "The policy demands no k: it is measured and reported here."),
    ],
)
def test_what_was_demanded_of_k(text: str, k: int | None, said: str) -> None:
    assert basis.threshold(basis.paths(text), manifest(risk__k_required=k)["risk"]) == said
