"""What an operator is told when a store of objects refuses: one line, nothing secret in it."""

from __future__ import annotations

import re

_NO_BUCKET = r"NoSuchBucket|ContainerNotFound"
_KNOWN = (
    (r"169\.254\.169\.254|no credentials", "no credentials were found; set them in the environment"),
    (r"RequestTimeTooSkewed|AuthenticationFailed.*Date", "this machine's clock is wrong; set it"),
    (r"ExpiredToken|TokenExpired|token.*expired", "the credentials have expired; get new ones"),
    (
        r"InvalidAccessKey|SignatureDoesNotMatch|InvalidSecurity|AuthenticationFailed|401 Unauth",
        "the credentials are wrong; check the environment",
    ),
    (r"InsufficientStorage|507 |QuotaExceeded|EntityTooLarge", "the store is full, or allows no more"),
    (
        r"PermanentRedirect|redirect without LOCATION|AuthorizationHeaderMalformed|301 Moved",
        "the bucket is in another region, or at another address; set AWS_REGION or AWS_ENDPOINT",
    ),
    (r"403 Forbidden|AccessDenied|AuthorizationFailure", "the credentials do not allow this; check what they may write"),
    (_NO_BUCKET, "there is no such bucket; make it first"),
    (r"dns error|failed to lookup", "there is no such host; check the address"),
    (r"Connection refused|connect error|ConnectError|tcp connect", "nobody answers there; check the address and whether the store runs"),
    (r"timed out", "it did not answer in time; run the same command again"),
    (
        r"501 Not Implemented",
        "it does not know all that is asked of it, perhaps writing on a condition; see that only one publisher ever runs, and say --single-writer",
    ),
    (r"SlowDown|429 Too|503 ", "it asks to slow down; run the same command again in a while"),
    (
        r"extract metadata from headers|Got invalid|error decoding",
        "what answers is no store, perhaps a proxy on the way; check the address and the network",
    ),
)


def is_no_bucket(error: Exception) -> bool:
    """Whether what is not there is the bucket itself."""
    return re.search(_NO_BUCKET, str(error)) is not None


def refusal(error: Exception, key: str) -> str:
    """What happened at a key and what to do about it; what the store wrote is cut, and shown only where it is not known."""
    text = str(error)
    for pattern, said in _KNOWN:
        if re.search(pattern, text, re.IGNORECASE | re.DOTALL):
            return said
    if re.search(r"<html|<!doctype html", text, re.IGNORECASE):
        return f"{key}: a web page came instead of the store's answer, perhaps from a proxy on the way"
    status = re.search(r"status code: (\d{3}[^:\n]{0,40})", text)
    return f"{key}: the store answered {status[1].strip()}" if status else f"{key}: {type(error).__name__}; run the same command again"
