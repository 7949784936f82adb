"""gateway request"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from secrets import token_bytes
from typing import Any, TypeVar

import click

from gateway.cli.common import Day, json_option, passphrase, say, show_json, table, with_actor, with_site
from gateway.crypto.identity import Identity
from gateway.desk import drafts, requests
from gateway.desk.drafts import Wish
from gateway.opening import unlock_file
from gateway.policy.approve import by_others
from gateway.policy.synthetic import read_wish
from gateway.seal.parts import write_durably
from gateway.site import Site, now

F = TypeVar("F", bound=Callable[..., Any])


@click.group("request")
def request_() -> None:
    """Requests for an extract, and the answers to them.

    \b
    Example:
      gateway --site S request list
    """


def _wishes(function: F) -> F:
    """Give a command what a requester fills in, as `wish`."""
    options = (
        click.option("--dataset", required=True, help="A dataset that the site offers."),
        click.option("--policy", required=True, help="A policy of the site, by name."),
        click.option("--purpose", required=True, help="Purpose of use: an HL7 v3 ActReason code such as HRESCH."),
        click.option("--tables", required=True, help="Table names, separated by commas."),
        click.option("--columns", default="", help="Only these, as TABLE.COLUMN; by default all of the tables."),
        click.option("--until", required=True, type=Day(), help="The last day on which the request holds."),
        click.option("--why", required=True, help="What the extract is for, in a sentence."),
        click.option("--research", default="", help="What data-use terms ask, KEY=VALUE,…: topic, disease (ICD-10-CM), "
                     "organisation, commercial, ethics, country, institution."),
        click.option("--project", default="", help="Releases of one project can be joined; by default with none."),
        click.option("--synthetic", default="", metavar="SPEC", help="Synthetic rows too: a YAML file, or in place "
                     "{tables: [T], cohort: {COLUMN: [VALUE]}, rows: N, synthesiser: auto, target: COLUMN}."),
    )

    @wraps(function)
    def command(*args: Any, dataset: str, policy: str, purpose: str, tables: str, columns: str, until: date, why: str,
                research: str, project: str, synthetic: str, **kwargs: Any) -> Any:  # fmt: skip
        told = dict(pair.partition("=")[::2] for pair in _names(research))
        wish = Wish(dataset, policy, purpose, _names(tables), until, why, project, _names(columns), research=told,
                    synthetic=read_wish(synthetic))
        return function(*args, wish=wish, **kwargs)

    for option in reversed(options):
        command = option(command)
    return command  # type: ignore[return-value]  # the wrapper has the command's options


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


@request_.command()
@_wishes
@click.option("--replaces", default="", help="Your earlier request that this one takes the place of; it is withdrawn.")
@json_option
@with_actor
def new(site: Site, actor: Identity, wish: Wish, replaces: str, as_json: bool) -> None:
    """Sign and submit a request. A changed one is a new one: it has no approvals yet.

    \b
    Example:
      gateway --site S --as ana request new --dataset sample-hospital --policy hipaa-safe-harbor \\
        --purpose HRESCH --tables patients,encounters,notes --until 2027-06-30 --why "readmission model"
    """
    request = requests.new(site, replace(wish, replaces=replaces), actor)
    show_json(requests.as_json(requests.get(site, request.id), site.today)) if as_json else click.echo(request.id)


@request_.command()
@click.option("--output", required=True, type=click.Path(path_type=Path), help="File to write.")
@with_actor
def catalogue(site: Site, actor: Identity, output: Path) -> None:
    """Write what the site offers, for somebody who writes requests elsewhere: names, kinds, digests, no values.

    \b
    Example:
      gateway --site S --as sam request catalogue --output catalogue.json
    """
    signed = drafts.catalogue(site, actor)
    write_durably(output, signed.body)
    say(f"wrote {output}: {len(signed.fields['datasets'])} datasets, {len(signed.fields['policies'])} policies")


@request_.command()
@_wishes
@click.option("--catalogue", required=True, type=click.Path(path_type=Path), help="The site's catalogue.")
@click.option("--identity", required=True, type=click.Path(path_type=Path), help="Your identity file.")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="File to write.")
def draft(catalogue: Path, identity: Path, output: Path, wish: Wish) -> None:
    """Sign a request away from the site, as a file for a data steward to submit.

    \b
    Example:
      gateway request draft --catalogue catalogue.json --identity ana.json --dataset sample-hospital \\
        --policy hipaa-safe-harbor --purpose HRESCH --tables patients --until 2027-06-30 --why "pilot" --output r.json
    """
    requester = unlock_file(identity, passphrase(), catalogue)
    offer = drafts.in_catalogue(catalogue, requester, wish.dataset, wish.policy)
    signed = drafts.draft(offer, wish, requester, now(), token_bytes)
    write_durably(output, signed.body)
    click.echo(f"{signed.fields['id']} draft")


@request_.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_actor
def submit(site: Site, actor: Identity, file: Path) -> None:
    """Take in a request that was signed elsewhere; signature, digests and dates are checked, and it is taken once.

    \b
    Example:
      gateway --site S --as sam request submit r.json
    """
    request = requests.submit(site, file, actor)
    click.echo(f"{request.id} {requests.get(site, request.id).state(site.today)}")


@request_.command("list")
@json_option
@with_site
def list_(site: Site, as_json: bool) -> None:
    """All requests and their state.

    \b
    Example:
      gateway --site S request list
    """
    found = [requests.as_json(file, site.today) for file in requests.everything(site)]
    if as_json:
        show_json(found)
    else:
        headers = ["id", "state", "requester", "dataset", "policy", "purpose", "until"]
        table(headers, [[fields[name] for name in headers] for fields in found])


@request_.command()
@click.argument("id")
@json_option
@with_site
def show(site: Site, id: str, as_json: bool) -> None:
    """One request with the answers to it.

    \b
    Example:
      gateway --site S request show req-20261120-0a1b2c3d
    """
    file = requests.get(site, id)
    if as_json:
        show_json(requests.as_json(file, site.today))
        return
    request = file.request
    rows: list[list[object]] = [
        ["state", file.state(site.today)],
        ["dataset", request.dataset],
        ["policy", request.policy],
        ["tables", ", ".join(request.tables)],
        ["columns", ", ".join(request.columns) or "all"],
        ["purpose", request.purpose],
        ["project", request.project],
        ["until", request.until],
        ["why", request.why],
        ["requested", f"{request.requested} by {request.requester}"],
        ["approvals", f"{len(by_others(request, file.approvals))} of {request.needed}"],
    ]
    rows += [["synthetic", json.dumps(request.synthetic.json())]] if request.synthetic else []
    found = requests.data_use(site, request)
    rows += [[f"{one.term} {one.id}", f"{one.decision}: {one.because}"] for one in found.findings] if found else []
    signatures = {"submitted": file.submitted, "approved": file.approvals, "denied": file.denials,
                  "withdrawn": file.withdrawn}  # fmt: skip
    rows += [[act, f"{one.at} by {one.approver}: {' — '.join(filter(None, (one.meaning, one.why)))}"]
             for act, signed in signatures.items() for one in signed]
    table([request.id, ""], rows + ([["release", file.release]] if file.release else []))


@request_.command()
@click.argument("id")
@click.option("--why", default="", help="What you found, where data-use terms leave the request to a person.")
@with_actor
def approve(site: Site, actor: Identity, id: str, why: str) -> None:
    """Sign an approval of somebody else's request.

    \b
    Example:
      gateway --site S --as sam request approve req-20261120-0a1b2c3d
    """
    file = requests.approve(site, id, actor, why)
    click.echo(f"{id} {file.state(site.today)}")


@request_.command()
@click.argument("id")
@click.option("--why", required=True, help="The reason, for the requester.")
@with_actor
def deny(site: Site, actor: Identity, id: str, why: str) -> None:
    """Sign a denial; it is final.

    \b
    Example:
      gateway --site S --as sam request deny req-20261120-0a1b2c3d --why "ask for fewer tables"
    """
    requests.deny(site, id, actor, why)
    say(f"{id} denied")


@request_.command()
@click.argument("id")
@with_actor
def withdraw(site: Site, actor: Identity, id: str) -> None:
    """Take your own request back, before it is exported.

    \b
    Example:
      gateway --site S --as ana request withdraw req-20261120-0a1b2c3d
    """
    requests.withdraw(site, id, actor)
    click.echo(f"{id} withdrawn")
