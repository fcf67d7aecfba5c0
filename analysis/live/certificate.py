"""Certificate made on the spot, so that a phone's browser lets its page measure: it does so over HTTPS alone."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_VALID = timedelta(days=2)
"""Longer than any session; the key is forgotten with the program."""
_BEFORE = timedelta(days=1)
"""Phones whose clock is behind take it as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that this program signed itself."""

    context: ssl.SSLContext
    """Serves with it."""
    fingerprint: str
    """SHA-256 of it, as phones show it: pairs of hexadecimal digits."""


def make_certificate(hosts: Sequence[str]) -> Certificate:
    """Makes a key and a certificate for these addresses and names; the key is kept in memory alone.

    Parameters
    ----------
    hosts : sequence of str
        As they stand in links, IPv6 without brackets.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rep-momentum on this network")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # the library takes a path only; the folder is this user's alone
        path = Path(folder) / "certificate.pem"
        path.touch(mode=0o600)
        path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(path)
    return Certificate(context=context, fingerprint=made.fingerprint(hashes.SHA256()).hex(":").upper())


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host.encode("idna").decode())
