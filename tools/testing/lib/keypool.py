# SPDX-License-Identifier: GPL-2.0-only
"""RSA keys that were made before the tests, with modifiers for a Sec of 1 (RFC 3972 section 4).

    keypool.py DIRECTORY

fills a directory (keys.sh); tests find it in $FAMA_KEYS. A test that wants more than there are,
or has no directory, makes its own.
"""

import json
import os
import subprocess
import sys
import tempfile

import mh

SIZES = {1024: 16, 1536: 4, 2048: 4}  # how many keys of so many bits
CROWD, FEW = 128, 4  # how many modifiers the first key has, which many nodes share, and others
MODIFIERS = "modifiers.json"  # lists of them by public key, in hexadecimal digits
files = {}  # that this process has been given, by (name, bits)
modifiers = {}  # that it has not been given yet


def generate(file, bits):
    subprocess.run(["openssl", "genrsa", "-out", file, str(bits)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def place():
    return os.environ.get("FAMA_KEYS", "")


def key_file(name, bits):
    """The same file for the same name, and another one for each name."""
    if (name, bits) not in files:
        number = sum(size == bits for _, size in files)
        file = os.path.join(place(), f"{bits}-{number}.pem")
        if not place() or not os.path.exists(file):
            file = os.path.join(tempfile.gettempdir(), f"fama-{name}-{bits}.pem")
        if not os.path.exists(file):
            generate(file, bits)
        files[name, bits] = file
    return files[name, bits]


def modifier(spki, sec):
    """Another one each time; None: somebody has to look for it."""
    if sec != 1 or not place():
        return None
    if not modifiers:
        with open(os.path.join(place(), MODIFIERS), encoding="ascii") as f:
            modifiers.update(json.load(f))
    left = modifiers.get(spki.hex())
    return bytes.fromhex(left.pop()) if left else None


def fill(directory):
    found = {}
    for bits, count in SIZES.items():
        for number in range(count):
            file = os.path.join(directory, f"{bits}-{number}.pem")
            generate(file, bits)
            spki = mh.Key.load(file).spki
            wanted = FEW if found else CROWD
            found[spki.hex()] = [mh.search(spki, 1).hex() for _ in range(wanted)]
    with open(os.path.join(directory, MODIFIERS), "w", encoding="ascii") as f:
        json.dump(found, f)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip().splitlines()[2].strip())
    fill(sys.argv[1])
