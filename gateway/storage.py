"""A path or a URL in, bytes out: files here, and objects under `s3://bucket/key` by pyarrow.

Credentials, region and endpoint are taken from where the AWS tools take them: environment, profile, the machine's
role; AWS_ENDPOINT_URL where the store is not Amazon's. No connection is opened before somebody names a URL.
"""

import re
import shutil
from io import BufferedReader
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.fs as pafs

from gateway.errors import BadInput, Interrupted
from gateway.model import Location, Remote

READ_AHEAD = 8 << 20  # bytes; each read of an object is a request
_CHUNK = 8 << 20  # bytes
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_CODE = re.compile(r"AWS Error ([A-Z0-9_]+)")
_LASTING = frozenset({
    "ACCESS_DENIED", "INVALID_ACCESS_KEY_ID", "INVALID_CLIENT_TOKEN_ID", "MISSING_AUTHENTICATION_TOKEN",
    "NO_SUCH_BUCKET", "SIGNATURE_DOES_NOT_MATCH", "EXPIRED_TOKEN", "UNRECOGNIZED_CLIENT",
})  # fmt: skip

_HINT = "give credentials and region as for the AWS tools: environment, profile, or the machine's role"


def location(text: str, folder: Path = Path()) -> Location:
    """A path, relative to `folder`, or an object's URL. Raises BadInput for a URL that is neither file: nor s3:."""
    scheme, sep, rest = text.partition("://")
    if not sep:
        return folder / text
    if scheme == "file" and rest.startswith("/"):
        return Path(unquote(urlsplit(text).path))
    bucket, _, key = rest.partition("/")
    if scheme == "s3" and _BUCKET.fullmatch(bucket) and "?" not in key and "#" not in key:
        return Remote(f"s3://{bucket}/{key.strip('/')}".rstrip("/"))
    hint = "write s3://BUCKET/KEY, a path, or file:///PATH; credentials never stand in a URL"
    raise BadInput(f"a URL of {scheme}: that cannot be used", hint=hint)


def open_native(place: Location) -> pa.NativeFile:
    """Open for reading by Arrow itself. Raises FileNotFoundError, OSError; of a store BadInput or Interrupted."""
    if isinstance(place, Path):
        return pa.OSFile(str(place))
    try:
        system, path = _system(place)
        return system.open_input_file(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        _refuse(place, error)


def open_bytes(place: Location) -> BufferedReader:
    """Open for reading, like `open_native`."""
    if isinstance(place, Path):
        return place.open("rb")
    return BufferedReader(open_native(place), READ_AHEAD)


def read_bytes(place: Location) -> bytes:
    """All of a small file, like `open_native`."""
    with open_bytes(place) as handle:
        return handle.read()


def size(place: Location) -> int:
    """Bytes of a file. Raises like `open_native`."""
    if isinstance(place, Path):
        return place.stat().st_size
    with open_native(place) as handle:
        return int(handle.size())


def files(folder: Location) -> set[str]:
    """Everything under a folder but folders, links among it, by relative names. Raises like `open_native`."""
    if isinstance(folder, Path):
        found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
        return {str(path.relative_to(folder)) for path in found}
    try:
        system, path = _system(folder)
        infos = system.get_file_info(pafs.FileSelector(path, recursive=True, allow_not_found=True))
    except OSError as error:
        _refuse(folder, error)
    return {info.path.removeprefix(f"{path}/") for info in infos if info.type == pafs.FileType.File}


def upload(source: Path, target: Remote) -> None:
    """Copy a file into a store, where it appears whole. Raises Interrupted."""
    try:
        system, path = _system(target)
        with source.open("rb") as body, system.open_output_stream(path) as out:
            shutil.copyfileobj(body, out, _CHUNK)
        arrived = system.get_file_info(path).size
    except OSError as error:
        raise Interrupted(_told(target, error), hint=f"{_HINT}, then run the same command again: it resumes") from None
    if arrived != source.stat().st_size:
        raise Interrupted(f"{target}: did not arrive whole", hint="run the same command again: it resumes")


def remove(folder: Location) -> None:
    """Remove a folder with all that is in it, if it is there. Of a store raises BadInput or Interrupted."""
    if isinstance(folder, Path):
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        system, path = _system(folder)
        system.delete_dir_contents(path, missing_dir_ok=True)
    except OSError as error:
        _refuse(folder, error)


def arrow_files(folder: Location, names: list[str]) -> tuple[pafs.FileSystem, list[str]]:
    """The file system, and the files' paths in it, for an Arrow dataset."""
    system, path = _system(folder)
    return system, [f"{path}/{name}" for name in names]


def reraise(place: Location, error: Exception) -> None:
    """Raise BadInput or Interrupted where a store failed to answer, so that nobody takes it for damaged bytes."""
    if isinstance(place, Remote) and _CODE.search(str(error)):
        _refuse(place, error)


def _system(place: Location) -> tuple[pafs.FileSystem, str]:
    if isinstance(place, Path):
        return pafs.LocalFileSystem(), str(place)
    path = place.url.removeprefix("s3://")
    return pafs.FileSystem.from_uri(f"s3://{path.partition('/')[0]}")[0], path


def _refuse(place: Remote, error: Exception) -> NoReturn:
    what = _told(place, error)
    if any(code in what for code in _LASTING):
        raise BadInput(what, hint=_HINT) from None
    raise Interrupted(what, hint="check the network and AWS_ENDPOINT_URL, then run the same command again") from None


def _told(place: Remote, error: Exception) -> str:
    """A store's code is told, its words are not."""
    match = _CODE.search(str(error))
    return f"{place}: the store does not answer as it should ({match[1] if match else type(error).__name__})"
