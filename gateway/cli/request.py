"""gateway request"""

from datetime import date

import click

from gateway.cli.common import Day, json_option, say, show_json, table, with_actor, with_site
from gateway.crypto.identity import Identity
from gateway.desk import requests
from gateway.desk.requests import Wish
from gateway.site import Site


@click.group("request")
def request_() -> None:
    """Requests for an extract, and the answers to them.

    \b
    Example:
      gateway --site S request list
    """


@request_.command()
@click.option("--dataset", required=True, help="A registered dataset.")
@click.option("--policy", required=True, help="A policy of the site, by name.")
@click.option("--purpose", required=True, help="Purpose of use: an HL7 v3 ActReason code such as HRESCH.")
@click.option("--tables", required=True, help="Table names, separated by commas.")
@click.option("--until", required=True, type=Day(), help="The last day on which the request holds.")
@click.option("--why", required=True, help="What the extract is for, in a sentence.")
@click.option("--project", default="", help="Releases of one project can be joined; by default this one with none.")
@json_option
@with_actor
def new(
    site: Site,
    actor: Identity,
    dataset: str,
    policy: str,
    purpose: str,
    tables: str,
    until: date,
    why: str,
    project: str,
    as_json: bool,
) -> None:
    """Sign and submit a request.

    \b
    Example:
      gateway --site S --as ana request new --dataset sample-hospital --policy hipaa-safe-harbor \\
        --purpose HRESCH --tables patients,encounters,notes --until 2027-06-30 --why "readmission model"
    """
    names = tuple(name.strip() for name in tables.split(",") if name.strip())
    request = requests.new(site, Wish(dataset, policy, purpose, names, until, why, project), actor)
    show_json(requests.as_json(requests.get(site, request.id), site.today)) if as_json else click.echo(request.id)


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
        ["purpose", request.purpose],
        ["project", request.project],
        ["until", request.until],
        ["why", request.why],
        ["requested", f"{request.requested} by {request.requester}"],
    ]
    rows += [["approved", f"{answer.at} by {answer.approver}: {answer.meaning}"] for answer in file.approvals]
    rows += [["denied", f"{answer.at} by {answer.approver}: {answer.meaning}"] for answer in file.denials]
    table([request.id, ""], rows + ([["release", file.release]] if file.release else []))


@request_.command()
@click.argument("id")
@with_actor
def approve(site: Site, actor: Identity, id: str) -> None:
    """Sign an approval of somebody else's request.

    \b
    Example:
      gateway --site S --as sam request approve req-20261120-0a1b2c3d
    """
    file = requests.approve(site, id, actor)
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
