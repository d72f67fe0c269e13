# SPDX-License-Identifier: GPL-2.0-only
"""RSAPrivateKey of PKCS#1 in DER, also ones that nobody should load."""

NUMBERS = ("version", "n", "e", "d", "p", "q", "dp", "dq", "qinv")


def _length(n):
    if n < 0x80:
        return bytes([n])
    octets = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def _element(tag, body):
    return bytes([tag]) + _length(len(body)) + body


def _take(data):
    """(contents, what follows) of the first element."""
    size, head = data[1], 2
    if size & 0x80:
        head += size & 0x7f
        size = int.from_bytes(data[2:head], "big")
    return data[head:head + size], data[head + size:]


def encode(key):
    """key: {name: number} of all NUMBERS"""
    body = b"".join(_element(2, key[k].to_bytes(key[k].bit_length() // 8 + 1, "big"))
                    for k in NUMBERS)
    return _element(0x30, body)


def decode(der):
    rest, _ = _take(der)
    key = {}
    for name in NUMBERS:
        number, rest = _take(rest)
        key[name] = int.from_bytes(number, "big")
    return key


def shaped(bits, e=65537):
    """Looks like a key of this size; is none."""
    n = 1 << bits - 1 | 1
    half = 1 << bits // 2 - 1 | 1
    return encode(dict(version=0, n=n, e=e, d=n - 2, p=half, q=half, dp=half, dq=half, qinv=half))
