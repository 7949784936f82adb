"""The stages of the real code, each on the hospital and site in `folder`."""

import pickle
import shutil
import statistics
import time
from datetime import date
from pathlib import Path

import invented
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from invented import Hospital
from measuring import Stretch, peak, stretch

from gateway.consent.evaluate import Terms, evaluate
from gateway.crypto.identity import Identity
from gateway.deid import own_records
from gateway.deid.text import Scrubber
from gateway.desk import datasets
from gateway.export import Noted, export, prepare
from gateway.model import Sealed
from gateway.records.stream import parts
from gateway.records.subjects import subjects
from gateway.registry import consents
from gateway.recognize import Detector
from gateway.risk.gate import classify
from gateway.seal.parts import PartKey, write
from gateway.seal.sealing import seal
from gateway.seal.staging import Staging
from gateway.site import Site, open_site
from gateway.verify import check

TABLES = ("patients", "events")
EVERYTHING = (*TABLES, "notes")
SAFE_HARBOR, EXPERT = "hipaa-safe-harbor", "expert-determination"
KEY = PartKey(bytes(32), "rel-benchmark")
TIMES = 9  # of writing the same rows encrypted and plain, by turns


def prepare_site(folder: Path, hospital: Hospital) -> None:
    """A site with requests for every stage; the patients' codes are drawn, as after an earlier release."""


def prepare(folder: Path, hospital: Hospital) -> None: ...
