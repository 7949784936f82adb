"""Random single-bit flips in everything that is signed, sealed or hashed: each must be caught, and the thing named.

    python tests/adversary/flips.py [FLIPS] [SEED]

One site is made through the command line; then each flip is put where the thing lies, and read by the code that the
command line would read it with. The identities' passphrases cost next to nothing here, so that many files are opened.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))  # as a program of its own

from cli.desk import PASSPHRASE, Desk, found, run

from gateway.crypto import identity as identities
from gateway.crypto.keyring import Keyring
from gateway.crypto.rotation import check_chain
from gateway.desk import budgets, datasets, drafts, handover, requests, verdicts
from gateway.errors import GatewayError, IntegrityError, KeyRefused
from gateway.opening import open_release, unlock_file
from gateway.seal.check import check_folder
from gateway.site import now, open_site

FLIPS = 5_000
UNTIL = (now().date() + timedelta(days=30)).isoformat()


@dataclass(frozen=True)
class Thing:
    """What is flipped: its bytes, how they are put there, how they are read, and a word that a refusal must hold."""

    name: str
    get: Callable[[], bytes]
    put: Callable[[bytes], object]
    read: Callable[[], object]
    named: tuple[str, ...]


@dataclass
class Tally:
    """Of one thing: flips, those that nobody noticed, and refusals that did not name it."""

    flips: int = 0
    missed: int = 0
    unnamed: int = 0
    said: str = ""


@contextmanager
def site() -> Iterator[Desk]:
    """A site where everything has happened that leaves a document."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(identities, "SCRYPT_COST", 2):
        yield happened(found(Path(folder), patients=20))


def happened(desk: Desk) -> Desk:
    """Requests approved, denied, withdrawn and handed in as files; grants, a revocation, a destruction, rotations."""
    away = {"GATEWAY_PASSPHRASE": PASSPHRASE}
    first, second, third = (desk.export("harrow-lake", tables="patients,encounters,notes")["release"] for _ in "abc")
    for release in (first, second, third):
        desk.grant(release)
    desk.does("release", "revoke", second, "--to", "ana", who="sam")
    desk.does("release", "destroy", third, "--why", "over", who="sam")
    desk.does("dataset", "budget", "harrow-lake", "--epsilon", "3", who="sam")
    denied, withdrawn = desk.request("harrow-lake", approve=False), desk.request("harrow-lake", approve=False)
    desk.does("request", "deny", denied, "--why", "no", who="tess")
    desk.does("request", "withdraw", withdrawn, who="ana")
    desk.does("review", first, "--notes", "2", "--leaks", "none", who="tess")
    run("keys", "create", "fay", "--role", "ml-engineer", "--output", desk.home / "fay.json", env=away)
    desk.does("keys", "import", desk.home / "fay.public.json", who="sam")
    desk.does("keys", "export", "fay", "--output", desk.home / "fay.certified.json")
    run("keys", "join", desk.home / "fay.json", desk.home / "fay.certified.json", env=away)
    desk.does("request", "catalogue", "--output", desk.home / "catalogue.json", who="sam")
    for name in ("handed.json", "file.json"):
        words = ("--catalogue", desk.home / "catalogue.json", "--identity", desk.home / "fay.json", "--dataset",
                 "harrow-lake", "--policy", "hipaa-safe-harbor", "--purpose", "HRESCH", "--tables", "patients",
                 "--until", UNTIL, "--why", "x", "--output", desk.home / name)  # fmt: skip
        done = run("request", "draft", *words, env=away)
        assert done.code == 0, done.err
    handed = desk.does("request", "submit", desk.home / "handed.json", who="sam").split()[0]
    for name in ("cleo", "tess"):
        desk.does("keys", "rotate", name)
    for name, value in {"first": first, "second": second, "third": third, "denied": denied, "withdrawn": withdrawn,
                        "handed": handed}.items():  # fmt: skip
        (desk.home / name).write_text(value)
    return desk


def things(desk: Desk) -> list[Thing]:
    """Everything that is flipped."""
    return [*_kept(desk), *_files(desk), *_release(desk)]


def _kept(desk: Desk) -> list[Thing]:
    """Documents of the registry."""
    opened = open_site(desk.site)
    names = ("first", "second", "third", "denied", "withdrawn", "handed")
    ids = {name: (desk.home / name).read_text() for name in names}
    asked = ids["first"].replace("rel-", "req-")

    def one(kind: str, of: str, read: Callable[[], object], *named: str, word: str = "") -> Thing:
        column = "id" if kind == "request" else "of"
        ((id_,), *_) = desk.sql(f"SELECT id FROM documents WHERE kind = ? AND {column} = ?", kind, of)
        return Thing(
            word or kind,
            lambda: desk.sql("SELECT body FROM documents WHERE kind = ? AND id = ?", kind, id_)[0][0],
            lambda body: desk.sql("UPDATE documents SET body = ? WHERE kind = ? AND id = ?", body, kind, id_),
            read, named or (kind,),
        )  # fmt: skip

    def request(id_: str) -> Callable[[], object]:
        return lambda: requests.get(opened, id_)

    return [
        one("request", asked, request(asked)),
        one("approval", asked, request(asked)),
        one("denial", ids["denied"], request(ids["denied"])),
        one("request-withdrawal", ids["withdrawn"], request(ids["withdrawn"])),
        one("submission", ids["handed"], request(ids["handed"])),
        one("grant", ids["first"], lambda: handover.listed(opened, ids["first"]), word="grant (kept)"),
        one("revocation", ids["second"], lambda: handover.listed(opened, ids["second"])),
        one("destruction", ids["third"], request(ids["third"].replace("rel-", "req-"))),
        one("release", asked, lambda: handover.releases(opened), word="manifest (kept)"),
        one("dataset", "harrow-lake", lambda: datasets.get(opened, "harrow-lake")),
        one("budget", "harrow-lake", lambda: budgets.get(opened, "harrow-lake")),
        one("review", ids["first"], lambda: verdicts.standing(opened, ids["first"])),
        one("rotation", "tess", opened.load_trust),
        one("signed-before", "tess", opened.load_trust, "rotation of tess"),
    ]


def _files(desk: Desk) -> list[Thing]:
    """Files that people hold or send."""
    opened = open_site(desk.site)
    ring = Keyring(desk.site / "keys", opened.trust)
    home, keys = desk.home, desk.site / "keys"
    sam = opened.unlock("sam", PASSPHRASE)
    first = desk.site / "releases" / (home / "first").read_text()
    grant = desk.site / "grants" / f"{first.name}.ana.json"

    def one(name: str, path: Path, read: Callable[[], object], *named: str) -> Thing:
        return Thing(name, path.read_bytes, path.write_bytes, read, named)

    def drafted() -> object:
        fay = unlock_file(home / "fay.json", PASSPHRASE, home / "catalogue.json")
        return drafts.in_catalogue(home / "catalogue.json", fay, "harrow-lake", "hipaa-safe-harbor")

    return [
        one("identity", keys / "ana.json", lambda: ring.unlock("ana", PASSPHRASE), "identity"),
        one("identity, rotated", keys / "tess.json", lambda: (ring.unlock("tess", PASSPHRASE), ring.public("tess")),
            "identity", "rotation"),
        one("identity, public", home / "fay.public.json",
            lambda: check_chain((home / "fay.public.json").read_bytes(), None), "identity"),
        one("identity, joined", home / "fay.json",
            lambda: unlock_file(home / "fay.json", PASSPHRASE, home / "catalogue.json"), "identity"),
        one("catalogue", home / "catalogue.json", drafted, "catalogue"),
        one("request file", home / "file.json", lambda: requests.submit(opened, home / "file.json", sam), "request"),
        one("grant", grant, lambda: open_release(first, grant=grant, identity=keys / "ana.json", passphrase=PASSPHRASE),
            "grant"),
    ]  # fmt: skip


def _release(desk: Desk) -> list[Thing]:
    """Every file of a published release."""
    opened = open_site(desk.site)
    folder = desk.site / "releases" / (desk.home / "first").read_text()
    read = lambda: check_folder(folder, opened.trust)  # noqa: E731 - one reader for all
    return [
        Thing(_kind(path, folder), path.read_bytes, path.write_bytes, read,
              ("manifest",) if path.name.startswith("manifest") else (str(path.relative_to(folder)),))
        for path in sorted(folder.rglob("*")) if path.is_file()
    ]  # fmt: skip


def _kind(path: Path, folder: Path) -> str:
    return "data part" if path.suffix == ".parquet" else str(path.relative_to(folder))


def flip(thing: Thing, count: int, chance: random.Random) -> Tally:
    """Flip `count` bits, the first and the last among them; the thing is whole again afterwards."""
    whole, tally = thing.get(), Tally()
    last, once = 8 * len(whole) - 1, thing.name == "request file"  # which is taken once
    if not once:
        thing.read()
    for bit in [0, last, *(chance.randrange(last) for _ in range(count))][:count]:
        body = bytearray(whole)
        body[bit // 8] ^= 1 << bit % 8
        thing.put(bytes(body))
        tally.flips += 1
        try:
            thing.read()
            tally.missed += 1
        except (IntegrityError, KeyRefused) as refused:
            if not any(word in refused.what for word in thing.named):
                tally.unnamed += 1
                tally.said = refused.what
        except GatewayError as refused:
            tally.unnamed += 1
            tally.said = f"{type(refused).__name__}: {refused.what}"
        finally:
            thing.put(whole)
    thing.read()
    return tally


def spread(desk: Desk, flips: int, seed: str) -> dict[str, Tally]:
    """So many flips in all, over all things alike; by the thing's name."""
    chance, found_, all_ = random.Random(seed), things(desk), {}
    each = Counter(index % len(found_) for index in range(flips))
    for index, thing in enumerate(found_):
        tally = flip(thing, each[index], chance)
        known = all_.setdefault(thing.name, Tally())
        known.flips += tally.flips
        known.missed += tally.missed
        known.unnamed += tally.unnamed
        known.said = known.said or tally.said
    return all_


def main() -> None:
    """Print one line for each thing; exits 1 where a flip was missed or not named."""
    flips = int(sys.argv[1]) if len(sys.argv) > 1 else FLIPS
    with site() as desk:
        found_ = spread(desk, flips, sys.argv[2] if len(sys.argv) > 2 else "flips")
    print(f"{'thing':22} {'flips':>6} {'missed':>6} {'unnamed':>7}")
    for name, tally in found_.items():
        print(f"{name:22} {tally.flips:6,} {tally.missed:6} {tally.unnamed:7}  {tally.said}")
    print(f"{'in all':22} {sum(t.flips for t in found_.values()):6,} {sum(t.missed for t in found_.values()):6} "
          f"{sum(t.unnamed for t in found_.values()):7}")  # fmt: skip
    sys.exit(any(tally.missed or tally.unnamed for tally in found_.values()))


if __name__ == "__main__":
    main()
