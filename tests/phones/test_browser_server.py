"""The server for phones' browsers, over real TLS: who gets in, both ways of the messages, and what is no message."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from http.client import HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from tests.fixtures.browser_phone_session import WAIT_S, Phones, phones, trusting
from tests.fixtures.browser_phones import at_rest

pytestmark = pytest.mark.program


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Phones]:
    with phones(tmp_path) as made:
        yield made


def told(page: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of this kind."""
    while True:
        message: dict[str, Any] = json.loads(page.recv(timeout=WAIT_S))
        if message["type"] == kind:
            return message


def send_and_listen(page: ClientConnection, text: str) -> None:
    """The server may hang up while the text is sent, or after it."""
    page.send(text)
    told(page, "nothing")


def test_the_certificate_is_of_this_address_and_its_fingerprint_is_the_one_shown(two: Phones) -> None:
    pem = ssl.get_server_certificate(("127.0.0.1", two.port), timeout=WAIT_S)
    made = x509.load_pem_x509_certificate(pem.encode())
    assert {one.fingerprint for one in two.invited} == {made.fingerprint(hashes.SHA256()).hex(":").upper()}
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    host = urlsplit(two.invited[0].address).hostname or ""
    assert {ip_address(host), ip_address("127.0.0.1")} <= set(names.get_values_for_type(x509.IPAddress))
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    context = ssl.create_default_context(cadata=pem)
    connection = HTTPSConnection("127.0.0.1", two.port, timeout=WAIT_S, context=context)
    connection.request("GET", "/")
    assert connection.getresponse().status == 403  # the handshake succeeded with every check on
    connection.close()


def test_each_place_has_a_link_of_its_own_and_nothing_is_given_without_the_token(two: Phones) -> None:
    for one in two.invited:
        parts = urlsplit(one.address)
        assert parts.scheme == "https"
        assert parse_qs(parts.query)["place"] == [one.sensor]
        status, text = two.ask("GET", f"/?{parts.query}")
        assert status == 200
        assert "main.js" in text
    token = parse_qs(two.query())["token"][0]
    for query in ("", "token=wrong&place=wrist", f"token={token}", f"token={token}&place=ankle"):
        for method, path in (("GET", "/"), ("POST", "/push"), ("GET", "/events")):
            status, text = two.ask(method, f"{path}?{query}")
            assert (status, text) == (403, "The link is incomplete: scan the code again, token included.")
        with pytest.raises(InvalidStatus):
            two.open(query)
    with pytest.raises(InvalidStatus):
        two.open(origin="https://evil.example")
    assert two.ask("GET", f"/?{two.query()}", Host="evil.example")[0] == 400


def test_the_files_of_both_pages_are_there_and_nothing_else(two: Phones) -> None:
    for path in ("/phone/main.js", "/phone/phone.css", "/page/dom.js", "/page/style.css"):
        assert two.ask("GET", path)[0] == 200
    for path in ("/phone/../server.py", "/page/..%2fserver.py", "/server.py", "/ws"):
        assert two.ask("GET", path)[0] == 404


def test_over_the_socket_each_message_is_confirmed_and_the_state_comes_back(two: Phones) -> None:
    with two.open() as page:
        assert told(page, "state")["screen"] == "searching"
        page.send(at_rest(0).decode())
        assert told(page, "taken") == {"type": "taken", "n": 0, "again": False}
        page.send(at_rest(2).decode())
        assert told(page, "taken") == {"type": "taken", "n": 0, "again": True}
        page.send(at_rest(1))  # as bytes
        assert told(page, "taken") == {"type": "taken", "n": 1, "again": False}
        assert two.hub.status.sensors["wrist"].state == "up"
        assert two.hub.status.sensors["trunk"].state == "searching"
        assert [one.sensor for one in two.hub.status.awaited] == ["trunk"]


def test_posted_messages_are_answered_each_and_go_on_where_the_socket_stopped(two: Phones) -> None:
    with two.open() as page:
        page.send(at_rest(0).decode())
        told(page, "taken")
    assert two.post(at_rest(0), at_rest(1), at_rest(2)) == [
        {"type": "taken", "n": n, "again": False} for n in (0, 1, 2)
    ]
    assert two.post(at_rest(0, phone="b"), place="trunk") == [{"type": "taken", "n": 0, "again": False}]
    assert two.post() == []


def test_events_come_back_to_who_posts(two: Phones) -> None:
    connection = HTTPSConnection("127.0.0.1", two.port, timeout=WAIT_S, context=trusting())
    connection.request("GET", f"/events?{two.query()}")
    answer = connection.getresponse()
    assert answer.getheader("content-type") == "text/event-stream; charset=utf-8"
    first = json.loads(answer.readline().removeprefix(b"data: "))
    assert (first["type"], first["screen"]) == ("state", "searching")
    answer.close()
    connection.close()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"do":"weight","kg":5}',
        '{"n":3}',
        '{"n":NaN}',
        '{"phone":"p","n":"\\ud800"}',
        '{"note":5}',
        "\u2028",
    ],
)
def test_what_is_no_message_is_answered_in_a_sentence_and_the_socket_stays(two: Phones, line: str) -> None:
    with two.open() as page:
        page.send(line)
        refused = told(page, "refused")
        assert refused["status"] == 400
        assert refused["text"].endswith(".")
        page.send(at_rest(0).decode())
        assert told(page, "taken")["n"] == 0
        assert two.hub.session.weight_kg is None


def test_a_message_that_is_too_long_is_refused_on_both_ways(two: Phones) -> None:
    (refused,) = two.post(b'{"n":0,"rows":"' + b"x" * 60_000 + b'"}')
    assert refused["status"] == 400
    assert "too long" in refused["text"]
    assert two.ask("POST", f"/push?{two.query()}", b"x" * 1_000_001)[0] == 413
    # the close frame itself may be lost: what the server leaves unread resets the connection
    with two.open() as page, pytest.raises(ConnectionClosed):
        send_and_listen(page, "x" * 1_000_001)
    with two.open() as page:
        page.send(at_rest(0).decode())
        assert told(page, "taken")["n"] == 0


def test_the_end_on_the_phone_is_the_end_of_the_session(two: Phones) -> None:
    with two.open() as page:
        page.send(at_rest(0).decode())
        page.send('{"do":"finish"}')
        while told(page, "state")["screen"] != "finished":
            pass
        page.send(at_rest(1).decode())
        refused = told(page, "refused")
        assert (refused["status"], refused["n"]) == (410, 1)
        assert refused["text"] == "The session has ended; what was measured is saved."
