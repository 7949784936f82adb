"""An S3 store on loopback for the tests that need one, and a bucket of its own for each of them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import pyarrow.fs as pafs
from moto.server import ThreadedMotoServer

_NUMBERS = count(1)


@dataclass(frozen=True)
class Store:
    """A running store; `environment` is what the AWS tools need to use it."""

    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {"AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests",
                "AWS_DEFAULT_REGION": "eu-central-1", "AWS_EC2_METADATA_DISABLED": "true"}  # fmt: skip

    def bucket(self) -> "Bucket":
        name = f"bucket-{next(_NUMBERS)}"
        system = pafs.S3FileSystem(access_key="tests", secret_key="tests", region="eu-central-1",
                                   endpoint_override=self.url, allow_bucket_creation=True)  # fmt: skip
        system.create_dir(name)
        return Bucket(name, system)


@dataclass(frozen=True)
class Bucket:
    """What others see of a bucket, past the program."""

    name: str
    system: pafs.S3FileSystem

    @property
    def url(self) -> str:
        return f"s3://{self.name}"

    def keys(self, prefix: str = "") -> list[str]:
        found = self.system.get_file_info(pafs.FileSelector(f"{self.name}/{prefix}".rstrip("/"), recursive=True))
        return sorted(info.path.removeprefix(f"{self.name}/") for info in found if info.type == pafs.FileType.File)

    def get(self, key: str) -> bytes:
        with self.system.open_input_file(f"{self.name}/{key}") as body:
            return body.read()

    def put(self, key: str, body: bytes) -> str:
        """The object's URL."""
        with self.system.open_output_stream(f"{self.name}/{key}") as out:
            out.write(body)
        return f"{self.url}/{key}"


@contextmanager
def running() -> Iterator[Store]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield Store(f"http://{host}:{port}")
    finally:
        server.stop()
