#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Turn the oracle's vectors into C tables for KUnit.

Usage: tables.py ORACLE_DIR OUTDIR

Reads ORACLE_DIR/{cga_vectors.json,mh_vectors.json,keys/} and writes
OUTDIR/oracle_{keys,cga,mh}.h.  What a message says is decoded here, in a few
lines that share nothing with the code under test.
"""
import base64
import json
import re
import struct
import sys
from pathlib import Path

HEAD = """/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Made by kunit/oracle/tables.py from the project's test vectors: do not edit.
 */
#ifndef _{guard}
#define _{guard}

"""

KEYS = ("rsa1024", "rsa1536", "rsa2048")

# Octets before the options, by MH Type.
FIXED = {0: 8, 1: 16, 2: 16, 3: 24, 4: 24, 5: 12, 6: 12, 7: 24}

# Names of enum fama_mhopt_type.
OPTIONS = {2: "REFRESH", 3: "ALT_COA", 4: "NONCES", 5: "AUTH", 11: "CGA_REQ",
           12: "CGA", 13: "SIGNATURE", 14: "PHKT", 15: "COT_INIT", 16: "COT"}

REASONS = {"collision count": "FAMA_CGA_ECOUNT", "prefix": "FAMA_CGA_EPREFIX",
           "hash1": "FAMA_CGA_EHASH1", "hash2": "FAMA_CGA_EHASH2"}


def octets(data, indent):
    """C initializer of an array of octets."""
    rows = [", ".join(f"0x{b:02x}" for b in data[i:i + 8])
            for i in range(0, len(data), 8)]
    pad = "\t" * (indent + 1)
    return "{\n" + "".join(f"{pad}{row},\n" for row in rows) + "\t" * indent + "}"


def field(name, data, indent=2):
    """A pointer member and its length."""
    if data is None:
        return ""
    tab = "\t" * indent
    return (f"{tab}.{name} = (const u8[]){octets(data, indent)},\n"
            f"{tab}.{name}_len = {len(data)},\n")


def array(name, data, indent=2):
    """An array member."""
    if data is None:
        return ""
    return "\t" * indent + f".{name} = {octets(data, indent)},\n"


def words(name, values):
    """A pointer to 16-bit numbers and their count."""
    if not values:
        return ""
    rows = [", ".join(map(str, values[i:i + 8])) for i in range(0, len(values), 8)]
    body = "".join(f"\t\t\t{row},\n" for row in rows)
    return (f"\t\t.{name} = (const u16[]){{\n{body}\t\t}},\n"
            f"\t\t.{name}_len = {len(values)},\n")


def addr(name, data, indent=2):
    """A struct in6_addr."""
    if data is None:
        return ""
    return "\t" * indent + f".{name}.s6_addr = {octets(data, indent)},\n"


def unhex(vector, name):
    return bytes.fromhex(vector[name]) if name in vector else None


def key_index(vector):
    """Which key a vector was made with, -1: none."""
    name = vector.get("key", vector.get("key_pem", vector["name"]))
    found = re.search(r"rsa(1024|1536|2048)", name)
    return KEYS.index(found.group(0)) if found else -1


def pem(path):
    lines = path.read_text().split("\n")
    return base64.b64decode("".join(x for x in lines if x and "-" not in x))


def keys(oracle):
    out = HEAD.format(guard="ORACLE_KEYS_H") + """#include <linux/types.h>

/* Throw-away keys: PKCS#1 RSAPrivateKey and SubjectPublicKeyInfo. */
struct oracle_key {
	const char *name;
	const u8 *priv;
	size_t priv_len;
	const u8 *spki;
	size_t spki_len;
};

static const struct oracle_key oracle_keys[] __maybe_unused = {
"""
    for name in KEYS:
        out += f"\t{{\n\t\t.name = \"{name}\",\n"
        out += field("priv", pem(oracle / "keys" / f"{name}.pem"))
        out += field("spki", (oracle / "keys" / f"{name}.pub.der").read_bytes())
        out += "\t},\n"
    return out + "};\n\n#endif\n"


CGA_STRUCT = """#include <linux/in6.h>
#include <linux/types.h>
#include <fama/cga.h>

/*
 * @err: what verification says
 * @generated: the members from @sec to @spki are filled in
 * @iterations: modifiers tried from @initial until one fits @sec
 * @signed_octets: tag and message under @signature, made with key number @key
 */
struct oracle_cga {
	const char *name;
	enum fama_cga_err err;
	struct in6_addr addr;
	const u8 *params;
	size_t params_len;
	bool generated;
	u8 sec;
	u8 count;
	u32 iterations;
	u8 prefix[8];
	u8 initial[16];
	u8 modifier[16];
	u8 hash1[8];
	u8 hash2[14];
	const u8 *spki;
	size_t spki_len;
	const u8 *pkcs1;
	size_t pkcs1_len;
	size_t ext_len;
	int key;
	const u8 *signed_octets;
	size_t signed_octets_len;
	const u8 *signature;
	size_t signature_len;
};

static const struct oracle_cga oracle_cga[] __maybe_unused = {
"""


def cga_entry(v):
    err = "FAMA_CGA_OK" if v["valid"] else REASONS[v["reason"]]
    out = f"\t{{\n\t\t.name = \"{v['name']}\",\n\t\t.err = {err},\n"
    out += addr("addr", unhex(v, "address_hex"))
    out += field("params", unhex(v, "params"))
    if "hash1" in v:
        out += "\t\t.generated = true,\n"
        out += f"\t\t.sec = {v['sec']},\n"
        out += f"\t\t.count = {v['collision_count']},\n"
        out += f"\t\t.iterations = {v['iterations']},\n"
        out += array("prefix", unhex(v, "prefix"))
        out += array("initial", unhex(v, "initial_modifier"))
        out += array("modifier", unhex(v, "modifier"))
        out += array("hash1", unhex(v, "hash1"))
        out += array("hash2", unhex(v, "hash2"))
        out += field("spki", unhex(v, "spki_der"))
        out += field("pkcs1", unhex(v, "rsapubkey_der"))
        out += f"\t\t.ext_len = {len(unhex(v, 'ext'))},\n"
    if "signature_sha1" in v:
        out += f"\t\t.key = {key_index(v)},\n"
        out += field("signed_octets", unhex(v, "sign_tag") + unhex(v, "sign_msg"))
        out += field("signature", unhex(v, "signature_sha1"))
    else:
        out += "\t\t.key = -1,\n"
    return out + "\t},\n"


def cga(oracle):
    out = HEAD.format(guard="ORACLE_CGA_H") + CGA_STRUCT
    for v in json.loads((oracle / "cga_vectors.json").read_text()):
        out += cga_entry(v)
    return out + "};\n\n#endif\n"


MH_STRUCT = """#include <linux/in6.h>
#include <linux/types.h>
#include <fama/auth.h>
#include <fama/mh.h>

/*
 * @mh: the message; an entry without one carries a ciphertext only
 * @want: what it says; CGA parameters in one piece, no pointers to signature
 *	and authenticator
 * @src, @dst: addresses of the checksum's pseudo header
 * @coa, @cn: addresses under signature and authenticator
 * @opts: where options other than Pad1 begin
 * @cuts: lengths, in whole units of 8 octets, after which the message can end
 *	and still be well formed
 * @key: number of the key for signature and ciphertext
 * @home, @careof: tokens of @kbm; no @home when the vector does not name it,
 *	no @careof in a deregistration
 * @token: made from @kcn, @nonce and @token_addr; @token_home: a home token
 */
struct oracle_mh {
	const char *name;
	const u8 *mh;
	size_t mh_len;
	struct fama_mh want;
	struct in6_addr src;
	struct in6_addr dst;
	struct in6_addr coa;
	struct in6_addr cn;
	const u16 *opts;
	size_t opts_len;
	const u16 *cuts;
	size_t cuts_len;
	int key;
	const u8 *signed_data;
	size_t signed_data_len;
	const u8 *signature;
	size_t signature_len;
	const u8 *home;
	size_t home_len;
	const u8 *careof;
	size_t careof_len;
	const u8 *kbm;
	size_t kbm_len;
	const u8 *authenticator;
	size_t authenticator_len;
	const u8 *mac_input;
	size_t mac_input_len;
	const u8 *phkt;
	size_t phkt_len;
	const u8 *ciphertext;
	size_t ciphertext_len;
	const u8 *kcn;
	size_t kcn_len;
	const u8 *nonce;
	size_t nonce_len;
	const u8 *token;
	size_t token_len;
	bool token_home;
	struct in6_addr token_addr;
};

static const struct oracle_mh oracle_mh[] __maybe_unused = {
"""


def options(mh):
    """(offset, type, data) of each option; Pad1 has no data."""
    at = FIXED[mh[2]]
    while at < len(mh):
        if mh[at] == 0:
            yield at, 0, None
            at += 1
        else:
            yield at, mh[at], mh[at + 2:at + 2 + mh[at + 1]]
            at += 2 + mh[at + 1]


def fixed_part(mh):
    out = "\t\t\t.type = %d,\n" % mh[2]
    if mh[2] in (1, 2):
        out += array("init.cookie", mh[8:16], 3)
    elif mh[2] in (3, 4):
        out += "\t\t\t.test.nonce_index = %d,\n" % struct.unpack_from(">H", mh, 6)
        out += array("test.cookie", mh[8:16], 3)
        out += array("test.token", mh[16:24], 3)
    elif mh[2] == 5:
        for name, value in zip(("seq", "flags", "lifetime"),
                               struct.unpack_from(">HHH", mh, 6)):
            out += f"\t\t\t.bu.{name} = {value:#x},\n"
    elif mh[2] == 6:
        for name, value in zip(("status", "flags", "seq", "lifetime"),
                               struct.unpack_from(">BBHH", mh, 6)):
            out += f"\t\t\t.ba.{name} = {value:#x},\n"
    elif mh[2] == 7:
        out += "\t\t\t.be.status = %d,\n" % mh[6]
        out += addr("be.home", mh[8:24], 3)
    return out


def option_part(mh):
    present, params, signed, out = [], b"", 0, ""
    for at, kind, data in options(mh):
        if kind in OPTIONS:
            present.append(kind)
        if kind == 2:
            out += "\t\t\t.opt.refresh = %d,\n" % struct.unpack(">H", data)
        elif kind == 3:
            out += addr("opt.alt_coa", data, 3)
        elif kind == 4:
            out += "\t\t\t.opt.home_nonce = %d,\n" % struct.unpack_from(">H", data)
            out += "\t\t\t.opt.careof_nonce = %d,\n" % struct.unpack_from(">H", data, 2)
        elif kind == 12:
            params += data
            signed = at + 2 + len(data)
        elif kind == 13:
            out += f"\t\t\t.opt.sig_len = {len(data)},\n"
        elif kind == 14:
            out += field("opt.phkt", data, 3)
        elif kind == 16:
            out += array("opt.cot", data, 3)
    if params:
        out += field("opt.cga", params, 3)
        out += f"\t\t\t.opt.signed_len = {signed},\n"
    if present:
        bits = " |\n\t\t\t\t".join(f"BIT(FAMA_OPT_{OPTIONS[k]})" for k in sorted(set(present)))
        out += f"\t\t\t.opt.present = {bits},\n"
    return out


def cuts(mh):
    ends = {at for at, _, _ in options(mh)} | {len(mh)}
    return [n for n in range(8, len(mh) + 1, 8) if n in ends]


def pseudo_header(packet):
    """Addresses that the checksum covers: HAO and RH2 replace those of IPv6."""
    src, dst, nxt, ext = packet[8:24], packet[24:40], packet[6], packet[40:64]
    if nxt == 60:
        assert ext[6:8] == b"\xc9\x10"
        src = ext[8:24]
    elif nxt == 43:
        assert ext[2:4] == b"\x02\x01"
        dst = ext[8:24]
    else:
        assert nxt == 135
    return src, dst


def token_fields(v, packet):
    """What is made with the node key of the vector."""
    if "kcn" not in v:
        return ""
    home = v["name"] == "HoT" or "home_token" in v
    if v["name"] == "HoT":
        token = unhex(v, "mh")[16:24]
    else:
        token = unhex(v, "home_token" if home else "care_token")
    who = unhex(v, "home_hex") or packet[24:40]
    out = field("kcn", unhex(v, "kcn")) + field("nonce", unhex(v, "nonce"))
    out += field("token", token) + addr("token_addr", who)
    return out + f"\t\t.token_home = {str(home).lower()},\n"


def kbm_fields(v):
    home = unhex(v, "phkt") or unhex(v, "home_token")
    out = field("kbm", unhex(v, "kbm")) + field("home", home)
    if home and v.get("care_token") != "":
        out += field("careof", unhex(v, "care_token") or bytes(8))
    return out


def mh_entry(v):
    out = f"\t{{\n\t\t.name = \"{v['name']}\",\n\t\t.key = {key_index(v)},\n"
    mh, packet = unhex(v, "mh"), unhex(v, "packet")
    if mh:
        src, dst = pseudo_header(packet)
        # A BA goes to the care-of address; a vector without them is one.
        out += field("mh", mh)
        out += "\t\t.want = {\n" + fixed_part(mh) + option_part(mh) + "\t\t},\n"
        out += addr("src", src) + addr("dst", dst)
        out += addr("coa", unhex(v, "coa") or packet[24:40])
        out += addr("cn", unhex(v, "cn") or packet[8:24])
        out += words("opts", [at for at, kind, _ in options(mh) if kind])
        out += words("cuts", cuts(mh))
    for name in ("signed_data", "signature", "authenticator", "mac_input", "phkt"):
        out += field(name, unhex(v, name))
    out += field("ciphertext", unhex(v, "phkt_ciphertext"))
    if "kbm" in v:
        out += kbm_fields(v)
    return out + token_fields(v, packet) + "\t},\n"


def mh(oracle):
    out = HEAD.format(guard="ORACLE_MH_H") + MH_STRUCT
    for v in json.loads((oracle / "mh_vectors.json").read_text()):
        out += mh_entry(v)
    return out + "};\n\n#endif\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    oracle, outdir = Path(sys.argv[1]), Path(sys.argv[2])
    for name, make in (("keys", keys), ("cga", cga), ("mh", mh)):
        (outdir / f"oracle_{name}.h").write_text(make(oracle))


if __name__ == "__main__":
    main()
