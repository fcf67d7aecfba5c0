"""Sentences for who uses a phone's browser as a sensor."""

from __future__ import annotations

from analysis.language import say


def certificate_warning(fingerprint: str) -> str:
    """Says that phones will warn of the certificate, as no authority signed it, and by what it is known.

    Parameters
    ----------
    fingerprint : str
        Of the certificate.
    """
    warning = say("phone_certificate.warning")
    return say("phone_certificate.fingerprint", warning=warning, fingerprint=fingerprint)
