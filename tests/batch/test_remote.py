"""Recordings and lakes on other computers: a real S3 server and a real web server, each of the test's own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from analysis.batch.lake import Lake
from analysis.batch.sources import find_sources
from analysis.cli import run
from analysis.errors import BatchError
from tests.fixtures import exports
from tests.fixtures.lakes import content, fill

pytestmark = [
    pytest.mark.program,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore", "ignore::DeprecationWarning:moto"),
]


@pytest.fixture(scope="module")
def s3(season: Path) -> Iterator[str]:
    """Address of a bucket with the season and an export of two files in it."""
    with pytest.MonkeyPatch.context() as environment:
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "any")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "any")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        client = boto3.client("s3")
        client.create_bucket(Bucket="gym")
        for path in season.iterdir():
            client.put_object(Bucket="gym", Key=f"2026/{path.name}", Body=path.read_bytes())
        for name, data in exports.phone().items():
            client.put_object(Bucket="gym", Key=f"phone/{name}", Body=data)
        yield "s3://gym"
        server.stop()


def test_a_bucket_gives_what_its_files_give(s3: str, lake: Path, tmp_path: Path) -> None:
    place = f"{s3}/lakes/one"
    assert fill(place, [f"{s3}/2026"]).counts == {"done": 6}
    assert fill(place, [f"{s3}/2026/*.csv"]).counts == {"unchanged": 6}
    client = boto3.client("s3")
    keys = [one["Key"] for one in client.list_objects_v2(Bucket="gym", Prefix="lakes/")["Contents"]]
    assert sorted(key.removeprefix("lakes/one/") for key in keys) == sorted(content(lake))
    sources, bad = find_sources([place])
    assert (sources, len(bad)) == ([], 1)
    assert str(bad[0]).startswith(f"{place}: is a lake, which `batch` made of recordings")
    client.put_object(Bucket="gym", Key="2026/000.csv", Body=b"no recording")
    assert fill(place, [f"{s3}/2026"]).counts == {"unreadable": 1, "unchanged": 5}


def test_an_export_of_several_files_is_one_recording_there_too(s3: str) -> None:
    (source,), bad = find_sources([f"{s3}/phone"])
    assert bad == []
    assert source.path == f"{s3}/phone"
    assert len(source.files) == len(exports.phone())
    assert source.state is not None


def test_what_a_bucket_refuses_is_one_sentence(
    s3: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", "s3://nobodys/a.csv", "--out", str(tmp_path / "lake")]) == 2
    said = capsys.readouterr().err
    assert said == "rep-momentum: s3://nobodys/a.csv: there is no such bucket or file; check the name.\n"
    with pytest.raises(BatchError, match=r"^s3://nobodys/lake.*no such bucket"):
        Lake("s3://nobodys/lake", "none")


class _Web(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if not self._answered():
            super().do_GET()

    def do_HEAD(self) -> None:
        if not self._answered():
            super().do_HEAD()

    def _answered(self) -> bool:
        if self.path == "/broken.csv":
            self.send_error(500)
        elif self.path in {"/round.csv", "/empty/"}:
            self.send_response(302 if self.path == "/round.csv" else 200)
            self.send_header("Location", self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            return False
        return True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keeps quiet."""


@pytest.fixture
def web(season: Path) -> Iterator[str]:
    """Address of the season on a web server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Web, directory=str(season)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_web_gives_files_and_lists_folders(web: str, tmp_path: Path) -> None:
    place = tmp_path / "lake"
    assert fill(place, [f"{web}/000.csv"]).counts == {"done": 1}
    assert fill(place, [f"{web}/"]).counts == {"done": 5, "unchanged": 1}


def test_what_the_web_does_not_have_is_a_row_and_a_sentence(
    web: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", f"{web}/000.csv", f"{web}/none.csv", "--out", str(tmp_path / "lake")]) == 2
    said = capsys.readouterr()
    assert f"{web}/none.csv: there is no such file; check the name." in said.err
    assert "1 recording analysed" in said.out


def test_a_server_that_has_gone_or_fails_is_told_from_a_missing_file(
    web: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/a.csv"
    assert run(["batch", f"{web}/000.csv", gone, f"{web}/broken.csv", "--out", str(tmp_path / "lake")]) == 2
    said = capsys.readouterr().err
    assert f"{gone}: the server cannot be reached" in said
    assert f"{web}/broken.csv: the server answers 500; try again later." in said


def test_an_address_that_lists_nothing_says_so(web: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/season/"
    paths = (f"{web}/dir404/", f"{web}/empty/", f"{web}/*.txt", f"{web}/round.csv", gone)
    said = [str(find_sources([path])[1][0]) for path in paths]
    assert said[:4] == [
        f"{web}/dir404/: there is no such folder; check the name.",
        f"{web}/empty/: the folder holds no recording (CSV, TXT, Parquet or zip); give the file itself.",
        f"{web}/*.txt: no file or folder fits this pattern; check it.",
        f"{web}/round.csv: the server sends from one address to the next without end; check the address.",
    ]
    assert said[4].startswith(f"{gone}: the server cannot be reached")


def test_a_bucket_that_holds_nothing_says_so(s3: str) -> None:
    boto3.client("s3").create_bucket(Bucket="bare")
    boto3.client("s3").put_object(Bucket="gym", Key="words/readme.md", Body=b"words")
    paths = (f"{s3}/none/", f"{s3}/words", "s3://bare", f"{s3}/2026/*.txt")
    assert [str(find_sources([path])[1][0]) for path in paths] == [
        f"{s3}/none/: there is no such bucket or file; check the name.",
        f"{s3}/words: the folder holds no recording (CSV, TXT, Parquet or zip); give the file itself.",
        "s3://bare: the folder holds no recording (CSV, TXT, Parquet or zip); give the file itself.",
        f"{s3}/2026/*.txt: no file or folder fits this pattern; check it.",
    ]


def test_a_key_too_long_for_a_file_is_said_and_the_rest_is_found(s3: str) -> None:
    client = boto3.client("s3")
    long = f"{'x' * 300}.csv"
    for name in (long, "b.csv"):
        client.put_object(Bucket="gym", Key=f"long/{name}", Body=b"any")
    sources, bad = find_sources([f"{s3}/long"])
    assert [one.path for one in sources] == [f"{s3}/long/b.csv"]
    assert [str(one).partition(": ")[0] for one in bad] == [f"{s3}/long/{long}"]
