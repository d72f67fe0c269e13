# SPDX-License-Identifier: GPL-2.0-only
"""Each mistake: exit status 1 and one line that says what is wrong."""

import pytest

import famactl
import netns
from check import equal
from famactl import fama, query, refused
from topology import prefix

UNKNOWN = "2001:db8:1::dead"


@pytest.mark.world(dars=1, radvd=False)
def test_bad_input(net):
    refused("dar1", "dar", "disable")
    refused("dar1", "dar", "anchor", "add", prefix(1), "dev", "acc")
    fama("dar1", "dar", "enable")
    refused("dar1", "dar", "enable")
    for words in (("2001:db8:1::/48", "dev", "acc"), ("2001:db8:1::1/64", "dev", "acc"),
                  ("ff02::/64", "dev", "acc"), ("fe80::/64", "dev", "acc"),
                  ("::/64", "dev", "acc"), (prefix(1), "dev", "no/name"),
                  (prefix(1), "dev", "longer_than_names"),
                  (prefix(1), "dev", "lo"), (prefix(1), "dev", "dar0")):
        refused("dar1", "dar", "anchor", "add", *words)
    equal(query("dar1", "dar", "anchor", "show"), [], "anchors")
    refused("dar1", "dar", "anchor", "del", prefix(1))
    fama("dar1", "dar", "anchor", "add", prefix(1), "dev", "acc")
    refused("dar1", "dar", "anchor", "add", prefix(1), "dev", "acc")
    equal(len(query("dar1", "dar", "anchor", "show")), 1, "anchors")
    refused("dar1", "dar", "binding", "show", UNKNOWN)
    refused("dar1", "dar", "binding", "flush", UNKNOWN)

    key = famactl.key()
    refused("mn", "mn", "disable")
    refused("mn", "mn", "address", "keep", UNKNOWN)
    refused("mn", "mn", "enable", "key", "/nonexistent", "dev", "eth0")
    refused("mn", "mn", "enable", "key", "/dev/null", "dev", "eth0")
    refused("mn", "mn", "enable", "key", key, "dev", "no/name")
    refused("mn", "mn", "enable", "key", key, "dev", "lo")
    big = f"{net.dir}/2048.pem"
    netns.run(None, ["openssl", "genrsa", "-out", big, "2048"])
    refused("mn", "mn", "enable", "key", big, "dev", "eth0")
    # A key that is none for RSA.
    curve = f"{net.dir}/ec.pem"
    netns.run(None, ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout",
                     "-out", curve])
    refused("mn", "mn", "enable", "key", curve, "dev", "eth0")
    equal(query("mn", "mn", "show")["enabled"], False, "enabled")
    equal(net.installed("mn"), "", "left by what failed")

    fama("mn", "mn", "enable", "key", key, "dev", "eth0")
    refused("mn", "mn", "enable", "key", key, "dev", "eth0")
    refused("mn", "mn", "address", "keep", UNKNOWN)
    refused("mn", "mn", "address", "release", UNKNOWN)
    equal(query("mn", "mn", "address", "show"), [], "addresses")
    fama("mn", "mn", "disable")

    # Without the command's own help, a usage error is 2.
    refused("mn", "mn", "enable", "dev", "eth0", status=2)
    refused("mn", "nonsense", status=2)
    refused("dar1", "dar", "anchor", "add", status=2)

    # A node may be a router as well, each role in its own right.
    fama("dar1", "mn", "enable", "key", key, "dev", "acc")
    fama("dar1", "mn", "disable")
    fama("dar1", "dar", "disable")
    equal(net.installed("dar1"), "", "left of both roles")
