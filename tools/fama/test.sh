#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Tests of the fama command that need no module: keys, grammar, messages, completion, colours.
#   [FAMA=path] test.sh		TAP output; needs openssl and python3; zsh for its completion
set -u

here=$(cd "$(dirname "$0")" && pwd)
fama=${1:-${FAMA:-$here/fama}}
records=$fama-records	# the same without a module, see test/records.c
tmp=$(mktemp -d "${TMPDIR:-/tmp}/fama-test.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
umask 022
number=0
failed=0

result() { # STATUS NAME
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		failed=$((failed + 1))
	fi
}

ok() { # NAME COMMAND...
	local name=$1
	shift
	"$@" >out 2>err
	result $? "$name" || :
}

# refused STATUS PATTERN ARGUMENT...: that status, one line of that on stderr
refused() {
	local status=$1 pattern=$2 got
	shift 2
	timeout 20 "$fama" "$@" >out 2>err </dev/null
	got=$?
	[ $got -eq "$status" ] && [ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] &&
		grep -q "^fama: .*$pattern" err
	local good=$?
	[ $good -eq 0 ] || sed "s/^/# status $got: /" err
	result $good "refused: fama $*"
}

# --- grammar
"$fama" >out 2>err
[ $? -eq 2 ] && grep -q Usage err && [ ! -s out ]
result $? "no argument: usage on stderr, status 2"
ok "-h" "$fama" -h
grep -q '^Usage' out
result $? "-h prints the usage on stdout"
ok "-V" "$fama" -V
ok "--Version" "$fama" --Version
refused 2 'unknown' -x
refused 2 'needs a value' -n
refused 2 'color "loud" is unknown: auto, always, never' -c=loud dar
refused 2 'color "" is unknown' -color= dar
refused 2 'option "-colour" is unknown' -colour dar
refused 2 'unknown' frob
refused 2 'ambiguous: mn, monitor, metrics' m show
refused 2 'missing' key
refused 2 'needs a file' dar checkpoint
refused 2 'needs a file' dar resume
refused 2 'unknown' dar checkpoint file frob
refused 2 'too much' dar resume file frob
refused 2 'needs a file' mn checkpoint
refused 2 'needs "secret"' mn checkpoint file
refused 2 'unknown' mn checkpoint file frob
refused 2 'needs a value' mn checkpoint file secret
refused 2 'too much' mn checkpoint file secret file frob
refused 2 'needs a file' mn resume
refused 2 'needs "secret"' mn resume file
refused 2 'unknown' mn resume file key file
refused 2 'key' mn resume file secret file dev lo
refused 2 'dev' mn resume file secret file key file
refused 2 'too much' mn thaw file frob
refused 1 'No such file' mn thaw /nonexistent
refused 2 'unknown' dar drain frob
refused 2 'needs a value' dar drain timeout
refused 2 'too much' dar drain off frob
refused 2 'too much' dar thaw frob
refused 2 'unknown' dar frob
refused 2 'unknown' key frob
refused 2 'unknown' dar enable now
refused 2 'needs a value' dar enable secret
refused 2 'twice' dar enable secret one secret one
refused 2 'needs a value' key secret out
refused 2 'unknown' key secret file
refused 2 'too much' dar show now
refused 2 'too much' dar show -s now
refused 2 'too much' mn disable now
refused 2 'too much' monitor dar mn
refused 2 'unknown' monitor nobody
refused 2 'ambiguous: dar, doctor' d show
refused 2 'unknown: dar, mn, listen' doctor nobody
refused 2 'one role at most' doctor dar mn
refused 2 'needs a value' doctor dar listen
refused 2 'listen must be 1 to 600' doctor listen 0
refused 2 'listen must be 1 to 600' doctor listen 601
refused 2 'is not a number' doctor listen long
refused 2 'given twice' doctor listen 1 listen 2
refused 2 'record needs a file' record
refused 2 '"seconds" needs a value' record file seconds
refused 2 'seconds' record file seconds many
refused 2 'size 0 holds nothing' record file size 0
refused 2 'frob.* is unknown' record mn file frob
refused 2 'report needs a file' report
refused 2 'out needs a file' report file out
refused 2 '"z" is too much' report file out page z
refused 1 'nonexistent: No such file' report /nonexistent
echo '{' >damaged
refused 1 'damaged:1: this is no JSON' report damaged
refused 1 'damaged:1: this is no JSON' report damaged out page
refused 2 'keyword "frob" is unknown: every, count' top frob
refused 2 'needs a value' top every
refused 2 'every must be 1 to 3600' top every 0
refused 2 'every must be 1 to 3600' top every 3601
refused 2 'count is 0' top count 0
refused 2 'twice' top count 1 count 2
refused 2 'word "frob" is unknown: dar, mn' metrics frob
refused 2 'too much' metrics dar mn
refused 2 'missing' run
refused 2 'run home needs a command' run home
refused 2 'run careof needs a command' run careof
refused 2 'needs a mark' run mark
refused 2 'is not MARK or MARK/MASK' run mark red
refused 2 'is not MARK or MARK/MASK' run mark 1/
refused 2 'bits outside' run mark 0x100/0xff
refused 2 'bits outside' run mark 0/0
refused 2 'needs a command' run mark 0x1/0xff
refused 2 'lab command "frob" is unknown: show, up, move, shell, forge, down' lab frob
refused 2 'router "dar4" is unknown: dar1, dar2, dar3' lab move dar4
refused 2 'router "dar" is ambiguous' lab move dar
refused 2 'node "air" is unknown: mn, dar1, dar2, dar3, core, cn' lab shell air
refused 2 '"dar2" is too much' lab move dar1 dar2
refused 2 '"now" is too much' lab up now
refused 2 '"all" is too much' lab down all
refused 2 'needs a prefix' dar anchor add
refused 2 'needs "dev"' dar anchor add 2001:db8::/64
refused 2 'needs a value' dar anchor add 2001:db8::/64 dev
refused 2 'twice' dar anchor add 2001:db8::/64 dev lo dev lo
refused 2 'unknown' dar anchor add 2001:db8::/64 dev lo care-of-test maybe
refused 2 'needs a value' dar anchor add 2001:db8::/64 dev lo care-of-test
refused 2 'too much' dar anchor del 2001:db8::/64 dev
refused 2 'needs a prefix' dar anchor change
refused 2 'needs something to change' dar anchor change 2001:db8::/64
refused 2 'does not change' dar anchor change 2001:db8::/64 dev lo
refused 2 'is not a number' dar anchor add 2001:db8::/64 dev lo lifetime long
refused 2 'is not a number' dar anchor add 2001:db8::/64 dev lo refresh -1
refused 2 'min-sec 300 is out of range' dar anchor add 2001:db8::/64 dev lo min-sec 300
refused 2 'queue 99999999999999999999 is out of range' dar set queue 99999999999999999999
refused 1 '"-s" is not an IPv6 address' dar binding flush -s
refused 2 'some of 1024,1536,2048' dar anchor add 2001:db8::/64 dev lo key-sizes 1024,
refused 2 'some of 1024,1536,2048' dar anchor add 2001:db8::/64 dev lo key-sizes 512
refused 2 'unknown: off, on' dar anchor add 2001:db8::/64 dev lo proxy-nd maybe
refused 2 'needs something to set' dar set
refused 2 'unknown' dar set frob 1
refused 2 'is not a number' dar set queue many
refused 2 'twice' dar set queue 1 queue 2
refused 1 'No such file' dar set key /nonexistent
refused 1 'not an IPv6 address' dar memory flush here
refused 2 'needs a file and a prefix' key address
refused 1 'No such file' key address /nonexistent 2001:db8::/64
refused 2 'needs an address' mn address keep
refused 2 'needs an address' mn address auto
refused 2 'needs a device' mn link set
refused 2 'needs "metric"' mn link set lo
refused 2 'needs a value' mn link set lo metric
refused 2 'metric "low" is not a number' mn link set lo metric low
refused 2 'needs a device' mn link add
refused 2 'keyword "metrics" is unknown' mn link add lo metrics 5
refused 2 'metric "low" is not a number' mn link add lo metric low
refused 2 'needs a device' mn link del
refused 2 'too much' mn link del lo lo
refused 1 'is not a name of a device' mn link set sixteen-letters- metric 5
refused 2 'needs a prefix' mn anchor add
refused 2 'needs "allow" or "deny"' mn permit add
refused 2 'unknown' mn permit add perhaps
refused 2 'needs "prefix", "dev" or "ssid"' mn permit add deny
refused 1 'is no name of 1 to 32 octets' mn permit add deny ssid ''
refused 1 'is no name of 1 to 32 octets' mn permit del ssid 123456789012345678901234567890123
refused 1 'is no name of 1 to 32 octets' mn permit del ssid '12345678901234567890123456789012\x31'
refused 2 'needs a value' mn permit add deny dev
refused 2 'too much' mn permit add deny dev wlan0 dev
refused 1 'not an IPv6 prefix' mn permit add deny prefix 2001:db8::
refused 2 'is not a number' mn permit add deny prefix 2001:db8::/x
refused 2 'out of range' mn permit add deny prefix 2001:db8::/65
refused 1 'too long' mn permit del dev 1234567890123456
refused 2 'unknown: allow, deny' mn set anchors no
refused 2 'unknown: off, auto, on' mn set home-flag perhaps
refused 2 'home-mark "red" is not MARK, MARK/MASK or none' mn set home-mark red
refused 2 'mask 0 fits every mark' mn set careof-mark 0/0
refused 2 'needs "dar"' mn anchor add 2001:db8::/64
refused 2 'needs a value' mn anchor add 2001:db8::/64 dar
refused 2 'unknown' mn anchor add 2001:db8::/64 via 2001:db8::1
refused 2 'too much' mn anchor add 2001:db8::/64 dar 2001:db8::1 now
refused 2 'needs a prefix' mn anchor del
refused 2 'needs something' mn set
refused 2 'unknown: address, away, home, timeout' mn wait there
refused 2 'waits for one thing' mn wait away home
refused 2 'needs a value' mn wait away timeout
refused 2 'is not a number' mn wait timeout soon
refused 2 'keyword "frob" is unknown' mn set frob 1
refused 2 'ambiguous: transient-mark, transient-cgroup' mn set transient 1
refused 2 'needs a value' mn set policy
refused 2 'twice' mn set idle 1 idle 2
refused 2 'policy "some" is unknown: all, in-use, manual' mn set policy some
refused 2 'signed-ack "maybe" is unknown: off, ask, require' mn set signed-ack maybe
refused 2 'early-token "1" is unknown: off, on' mn set early-token 1
refused 2 'idle "soon" is not a number' mn set idle soon
refused 2 'idle "-1" is not a number' mn set idle -1
refused 2 'idle 4294967296 is out of range' mn set idle 4294967296
refused 2 'max-addresses "1x" is not a number' mn set max-addresses 1x
for mark in 0x 1/ /1 1/2/3 1/x -1 0x100000000 any ''; do
	refused 2 "transient-mark \"$mark\" is not MARK" mn set \
		transient-mark "$mark"
done
refused 2 'mask 0 fits every mark' mn set transient-mark 1/0
refused 2 'needs "key"' mn enable dev lo
refused 2 'needs "dev"' mn enable key x
refused 2 'twice' mn enable key x key x dev lo
refused 1 'more than 8 keys' mn enable key 1 key 2 key 3 key 4 key 5 key 6 key 7 key 8 key 9 dev lo
refused 2 'twice' mn set key x key x
refused 2 'twice' mn enable key x dev lo dev lo
refused 2 'table is given twice' mn enable key x dev lo table 300 table 301
refused 2 'preference "low" is not a number' mn enable key x dev lo preference low
refused 2 'table is 0' mn enable key x dev lo table 0
refused 2 'bits must be' key generate bits 4096
refused 2 'bits must be' key generate bits 512
refused 2 'sec must be' key generate sec 3
refused 2 'sec must be' key generate sec -1
refused 2 'unknown' key generate frob 1
refused 2 'needs a file' key show

# --- values
refused 1 'must be a /64' dar anchor add 2001:db8::/63 dev lo
refused 1 'must be a /64' dar anchor add 2001:db8::/128 dev lo
refused 1 'not an IPv6 prefix' dar anchor add 2001:db8:: dev lo
refused 1 'not an IPv6 prefix' dar anchor add 192.0.2.0/24 dev lo
refused 1 'bits set after' dar anchor add 2001:db8::1/64 dev lo
refused 1 'bits set after' dar anchor del 2001:db8:0:0:8000::/64
refused 1 'is not a name of a device' dar anchor add 2001:db8::/64 \
	dev sixteen-letters-
refused 1 'not an IPv6 address' dar binding show here
refused 1 'not an IPv6 address' dar binding flush 192.0.2.1
refused 1 'not an IPv6 address' mn address keep here
refused 1 'must be a /64' mn anchor add 2001:db8::/56 dar 2001:db8::1
refused 1 'not an IPv6 address' mn anchor add 2001:db8::/64 dar 192.0.2.1
refused 1 'bits set after' mn anchor del 2001:db8::1/64
refused 1 'nosuch: No such file' mn set transient-cgroup nosuch
refused 1 'is not a cgroup v2' mn set transient-cgroup /
refused 1 'is not a cgroup v2' mn set policy all transient-cgroup "$here"
refused 1 'network namespace "nosuch" does not exist' -n nosuch dar show
refused 1 'is not a network namespace' -n "$here/test.sh" dar show

if [ ! -d /sys/module/dar ] && [ ! -d /sys/module/mn ]; then
	refused 1 'module dar is not loaded (modprobe dar)' dar show
	refused 1 'module dar is not loaded (modprobe dar)' -j dar binding show
	refused 1 'module dar is not loaded (modprobe dar)' dar anchor add \
		2001:db8::/64 dev lo
	refused 1 'module dar is not loaded (modprobe dar)' da an a \
		2001:db8::/64 de lo c req
	refused 1 'module mn is not loaded (modprobe mn)' mn show -s
	# To show is what is meant if nothing is said.
	refused 1 'module dar is not loaded' dar
	refused 1 'module dar is not loaded' dar anchor
	refused 1 'module dar is not loaded' dar binding
	refused 1 'module dar is not loaded' dar memory
	refused 1 'module mn is not loaded' mn
	refused 1 'module mn is not loaded' mn address
	refused 1 'module mn is not loaded' mn anchor
	refused 1 'module mn is not loaded (modprobe mn)' monitor mn
	refused 1 'neither module' monitor
	for role in dar mn; do
		"$fama" -j doctor $role >out 2>err
		[ $? -eq 1 ] && grep -q '^\[{"role":"'$role'","id":"module-\(missing\|not-loaded\)",' out &&
			[ ! -s err ]
		result $? "doctor $role: the module is not loaded"
	done
	"$fama" doctor >out 2>err
	[ $? -eq 1 ] && grep -qx 'doctor: 2 findings' out && grep -q '    # .*modprobe dar$' out &&
		grep -q 'no role is enabled' err
	result $? "doctor: neither module is loaded"
fi

# --- the laboratory, which is not up
if [ "$(id -u)" != 0 ]; then
	refused 1 'only root may make network namespaces (sudo fama lab up)' lab up
elif [ ! -e /run/fama-lab ]; then
	for words in 'move' 'move dar2' 'shell' 'shell cn' 'forge'; do
		refused 1 'it is not up (fama lab up)' lab $words
	done
	ok "lab" "$fama" lab
	grep -qx 'lab: it is not up (fama lab up)' out
	result $? "lab: not up"
	"$fama" -j lab >out 2>err && grep -qx '{"up":false}' out
	result $? "lab: not up, in JSON"
	ok "lab down" "$fama" lab down
	mkdir tools
	for word in sh id flock dirname; do
		ln -s "$(command -v $word)" tools/$word
	done
	own=$fama
	fama=$tmp/few
	# The script looks in these, too.
	printf '#!/bin/sh\nPATH=%s FAMA=%s exec sh %s text "$2"\n' "$tmp/tools" "$own" \
		"$tmp/lab.sh" >few
	chmod 755 few
	sed 's,^PATH=.*,,' "$here/lab/lab.sh" >lab.sh
	refused 1 'there is no ip (apt install iproute2)' lab up
	for word in ip tc; do
		ln -s /bin/true tools/$word
	done
	refused 1 'there is no radvd (apt install radvd)' lab up
	ln -s /bin/true tools/radvd
	[ -d /sys/module/dar ] ||
		refused 1 'module dar is not loaded (modprobe dar); "make lab"' lab up
	fama=$own
	[ ! -e /run/fama-lab ]
	result $? "lab: nothing is left"
fi

# --- keys
cat >cga.py <<'PYTHON'
import hashlib, json, subprocess, sys

path, bits, sec = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
head = {}
for line in open(path):
    if line.startswith("-----BEGIN"):
        break
    name, value = line[2:].split(":")
    head[name] = value.strip()
modifier = bytes.fromhex(head["fama-modifier"])
spki = subprocess.run(["openssl", "pkey", "-in", path, "-pubout", "-outform",
                       "DER"], check=True, stdout=subprocess.PIPE).stdout
hash2 = hashlib.sha1(modifier + bytes(9) + spki).digest()
assert len(modifier) == 16 and int(head["fama-sec"]) == sec
assert not any(hash2[:2 * sec]), "Hash2"
shown = json.load(open("shown"))
print(hashlib.sha256(spki).hexdigest(), shown)
assert shown == {"bits": bits, "sec": sec, "modifier": modifier.hex(),
                 "fingerprint": hashlib.sha256(spki).digest().hex(":")}
PYTHON
for bits in 1024 1536; do
	for sec in 0 1; do
		key=k$bits-$sec
		ok "generate $bits bits, sec $sec" "$fama" key generate \
			bits $bits sec $sec out $key
		test "$(stat -c %a $key)" = 600
		result $? "  mode 0600"
		ok "  openssl reads it" openssl rsa -in $key -check -noout
		"$fama" -j key show $key >shown 2>err
		result $? "  key show -j"
		test ! -s err
		result $? "  key show is silent on stderr"
		ok "  modifier, sec and fingerprint" python3 cga.py $key $bits $sec
		ok "  key show" "$fama" key show $key
		test "$(wc -l <out)" -eq 1
		result $? "  one line"
	done
done
ok "default to stdout" sh -c '"$1" key generate >kdefault' sh "$fama"
"$fama" -json key show kdefault >shown 2>err
grep -q 'accessible to others (mode 0644)' err
result $? "  key show warns of the mode"
ok "  is 1536 bits, sec 1" python3 cga.py kdefault 1536 1
ok "options in any order, abbreviated" "$fama" k g o korder s 0 b 1024
sum=$(sha256sum <k1024-1)
# ended SIGNAL: a search is ended as soon as its file is there
ended() {
	# Who runs the tests may have it ignored.
	env --default-signal=HUP "$fama" key generate sec 2 out kended 2>err &
	until [ -e kended ]; do :; done
	kill "-$1" $!
	wait $!
	[ $? -eq 1 ] && [ ! -e kended ] && grep -q '^fama: interrupted' err
}
for signal in TERM TERM TERM HUP; do
	ended $signal
	result $? "a key that SIG$signal ends leaves no file"
done
(
	trap '' HUP
	"$fama" key generate sec 2 out khangup 2>err &
	until [ -e khangup ]; do :; done
	kill -HUP $!
	kill -TERM $!
	wait $!
	grep -q '^fama: interrupted' err && [ ! -e khangup ]
)
result $? "SIGTERM ends it under nohup, too"
(
	trap '' HUP
	"$fama" key generate out khangup &
	kill -HUP $!
	wait $!
) && [ -s khangup ]
result $? "SIGHUP does not end it under nohup"
rm -f khangup
refused 1 'exists' key generate out k1024-1
test "$sum" = "$(sha256sum <k1024-1)"
result $? "  and it is unchanged"
ln -s nowhere link
refused 1 'exists' key generate out link
refused 1 'No such file' key generate out nowhere/key

# --- keys that are none
header='# fama-modifier: 00112233445566778899aabbccddeeff
# fama-sec: 0'
with_header() { # FILE: the PEM on stdin behind a header
	{ echo "$header"; cat; } >"$1"
}
rsa() { # BITS [PUBEXP]
	openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:$1" \
		-pkeyopt "rsa_keygen_pubexp:${2:-65537}" 2>/dev/null
}
bad() { # PATTERN FILE: all that take a key refuse it alike
	refused 1 "$1" key show "$2"
	refused 1 "$1" mn enable key "$2" dev lo
	refused 1 "$1" mn set key "$2"
	refused 1 "$1" dar set key "$2"
	refused 1 "$1" key address "$2" 2001:db8::/64
}
umask 077
bad 'No such file' nosuch
bad 'Is a directory' .
: >empty
bad 'no private key' empty
head -c 4096 /dev/urandom >noise
bad 'no private key' noise
head -c 65536 /dev/zero >large
bad 'large: too large for a key' large
head -n 6 k1024-1 >short
bad 'no private key' short
head -c -40 k1024-1 >short
bad 'no private key' short
sed '8s/^..../AAAA/' k1024-1 >changed
bad 'no private key\|is damaged\|must be' changed
openssl req -x509 -key k1024-1 -subj /CN=fama -out certificate 2>/dev/null
bad 'no private key' certificate
openssl pkey -in k1024-1 -pubout >public
bad 'no private key' public
openssl ecparam -name prime256v1 -genkey -noout | with_header ec
bad 'not an RSA key' ec
rsa 4096 | with_header k4096
bad 'RSA-4096 keys are not supported: use 1024 or 1536' k4096
rsa 512 | with_header k512
bad 'use 1024 or 1536' k512
rsa 1023 | with_header k1023
bad 'RSA-1023 keys are not supported: use 1024 or 1536' k1023
rsa 1280 | with_header k1280
bad 'use 1024 or 1536' k1280
for e in 5 17; do
	rsa 1024 $e | with_header exponent
	bad 'exponent of the key must be 65537 or 3' exponent
done
rsa 1024 3 | with_header exponent3
ok "exponent 3" "$fama" key show exponent3
openssl rsa -in k1024-1 -aes128 -passout pass:secret 2>/dev/null |
	with_header encrypted
bad 'encrypted' encrypted
openssl rsa -in k1024-1 -aes128 -passout pass:secret -traditional 2>/dev/null |
	with_header encrypted1
bad 'encrypted' encrypted1
openssl rsa -in k1024-1 -out bare 2>/dev/null
bad 'no line "# fama-modifier:"' bare
sed '/fama-sec/d' k1024-1 >nosec
bad 'no line "# fama-sec:"' nosec
sed 's/^# fama-sec: .*/# fama-sec: 9/' k1024-1 >sec9
bad 'is damaged' sec9
sed 's/^# fama-sec: .*/# fama-sec: 7/' k1024-1 >sec7
bad 'modifier does not fit' sec7
sed 's/^\(# fama-modifier: \).*/\1xx/' k1024-1 >badhex
bad 'is damaged' badhex
sed '1p' k1024-1 >double
bad 'more than one line' double
{ sed -n 1p k1536-1; sed 1d k1024-1; } >foreign
bad 'modifier does not fit' foreign
{ head -n 2 k1024-1; openssl rsa -in k1024-1 -traditional 2>/dev/null; } >pkcs1
ok "RSA PRIVATE KEY" "$fama" key show pkcs1
sed 's/$/\r/' k1024-1 >crlf
ok "lines that end in CR LF" "$fama" key show crlf
refused 2 'twice' mn set key k1024-1 key k1024-1
refused 2 'needs a value' mn set key
if [ "$(id -u)" = 0 ]; then
	chmod 755 .
	install -m 755 "$fama" command
	install -m 755 "$fama-key" command-key
	own=$fama
	fama=$tmp/nobody
	printf '#!/bin/sh\nexec setpriv --reuid=65534 --clear-groups %s "$@"\n' \
		"$tmp/command" >nobody
	chmod 755 nobody
	bad 'Permission denied' k1024-1
	fama=$own
fi

# --- secrets of routers
ok "key secret" "$fama" key secret out secret1
[ "$(stat -c '%a %s' secret1)" = '600 65' ] && grep -qx '[0-9a-f]\{64\}' secret1
result $? "32 octets in hexadecimal, for their owner only"
ok "key secret to stdout" "$fama" key secret
grep -qx '[0-9a-f]\{64\}' out && ! cmp -s out secret1
result $? "another one each time"
refused 1 'secret1 exists, it is not overwritten' key secret out secret1
bad_secret() { # PATTERN FILE
	refused 1 "$2: $1" dar enable secret "$2"
}
bad_secret 'No such file' nofile
bad_secret 'Is a directory' .
printf %064d 0 >digits
chmod 644 digits
"$fama" dar enable secret digits 2>err
! grep -q 'not a secret' err && grep -q 'others' err
result $? "64 digits are a secret, without a line end, too, and others can read these"
chmod 600 digits
"$fama" dar enable secret digits 2>err
! grep -q 'others' err
result $? "nobody else can read these"
umask 077
head -c 63 secret1 >short
bad_secret 'this is not a secret' short
{ head -c 64 secret1; echo 0; } >long
bad_secret 'this is not a secret' long
cat secret1 secret1 >two
bad_secret 'this is not a secret' two
sed 's/^./x/' secret1 >letter
bad_secret 'this is not a secret' letter
bad_secret 'this is not a secret' k1024-1
umask 022

# --- configurations in files
refused 2 'needs a file' restore
refused 2 'too much' restore one two
refused 1 'No such file' restore nofile
refused 1 'Is a directory' restore .
refused 2 'unknown: dar, mn' save nobody
refused 2 'too much' save dar mn

# said FILE STATUS: the messages about a file are those of the standard input, in their order
said() {
	local file=$1 status=$2 got
	timeout 20 "$fama" restore "$file" >out 2>err </dev/null
	got=$?
	[ $got -eq "$status" ] && [ ! -s out ] && sed "s/^/fama: $file:/" | diff - err >differs
	result $? "restore: what is wrong in $file"
	sed "s/^/# status $got: /" differs
}
cat >wrong <<'END'
# A comment, an empty line, and what is not wrong.

dar enable secret 'secret1'	# a comment behind words
dar set max-bindings 77 que "17"
dar anchor add 2001:db8:1::/64 dev eth0 fib off
dar set queue x
dar anchor add 2001:db8::/63 dev lo
dar anchor add 2001:db8:1::/64 dev eth1
dar show
dar anchor
dar admit add -
dar admit add 2001:db8::1 2001:db8::2 2001:db8::1
key show secret1
mn enable key nofile dev 'wl*'
mn enable key k1024-1 dev 'wl
mn enable dev "a\"b"
mn link set eth0 metric 7
mn enable key k1024-1 dev eth0
mn link set eth0 metric 7
mn enable key k1024-1 dev eth1
mn enable key bare dev eth0
mn address keep 2001:db8::1
END
said wrong 2 <<'END'
6: queue "x" is not a number
7: prefix "2001:db8::/63" must be a /64
8: the same is there already, in line 5
9: "dar show" configures nothing
10: dar anchor command is missing: add, change, del, show
11: "-" is the standard input, which a line has not
12: the same is there already, in line 12
13: command "key" is unknown: dar, mn
14: nofile: No such file or directory
15: a quote has no end
16: mn enable needs "key"
17: no line before this one has the device "eth0"
20: mn enable is said already, in line 18
21: bare: no line "# fama-modifier:" before the key
22: "mn address" configures nothing
END
: >wrong
"$fama" restore wrong
result $? "restore: nothing said, nothing done"
echo 'mn set idle 5' >wrong
said wrong 2 <<'END'
 there is neither "mn enable" nor "mn disable"
END
printf 'dar set queue 5\ndar disable\n' >wrong
said wrong 2 <<'END'
1: this needs "dar enable"
END
printf 'dar enable\ndar disable\n' >wrong
said wrong 2 <<'END'
2: dar is enabled in line 1
END
printf 'dar enable\0\n%s\n%s\n' "dar admit add $(yes 2001:db8::1 | head -n 1400 | tr '\n' ' ')" \
	"dar admit add $(yes 2001:db8::1 | head -n 1100 | tr '\n' ' ')" >wrong
said wrong 2 <<'END'
1: there is a character of value 0
2: the line is longer than 16384 octets
3: more than 1024 words
END
for name in "$(printf %0100d 0)" "a b" 'a"b' "a'b" 'a\b' '#a' "a*" 'a$b'; do
	cp secret1 "$name"
	quoted=$(printf %s "$name" | sed "s/'/'\\\\''/g")
	echo "dar enable secret '$quoted'" >wrong
	"$fama" restore wrong 2>err
	! grep -q "$(printf 'No such file\|end')" err
	result $? "restore: a file of the name $name"
done
chmod 644 digits
echo 'dar enable secret digits' >wrong
"$fama" restore wrong 2>err
grep -q '^fama: wrong:1: warning: digits can be accessed by others' err
result $? "restore warns of the mode of a secret"

# --- completion
# shellcheck source=tools/fama/completion/fama.bash
. "$here/completion/fama.bash"

completed() { # WORD...: what is offered behind these words
	COMP_LINE="fama $* "
	COMP_POINT=${#COMP_LINE}
	_fama_bash
	printf '%s\n' "${COMPREPLY[@]}" | sort
}

known() { # WORD...: the words that the command knows there, of a message that lists them
	"$fama" "$@" '~' 2>&1 | sed -n 's/.*"~" is unknown: //p;s/.* are some of //p' |
		tr -s ', ' '\n' | sort
}

# The words behind FILE-1 are those of the completion, behind FILE-2 those of the command.
alike() { # WORD...: the completion offers what the command knows, and nothing else
	completed "$@" | grep -v '^-' >completed
	known "$@" >known
	[ -s known ] && diff completed known >err
	result $? "completion: fama $*"
	sed 's/^/# /' err
}

values_alike() { # WORD...: the same of the values of the keywords that are known there
	local keyword
	for keyword in $(known "$@"); do
		if [ -n "$(known "$@" "$keyword")" ]; then
			alike "$@" "$keyword"
		fi
	done
}

commands_alike() { # WORD...: the same of a command, and of all that are below it
	local word
	alike "$@"
	for word in $(known "$@"); do
		if "$fama" "$@" "$word" '~' 2>&1 | grep -q ' command "~" is unknown'; then
			commands_alike "$@" "$word"
		elif completed "$@" "$word" | grep -qx -- -s; then
			! "$fama" "$@" "$word" -s 2>&1 | grep -q '"-s" is'
			result $? "completion: fama $* $word takes -s"
		fi
	done
}

numbers_alike() { # PATTERN NUMBERS REST WORD...: of these, all that are not refused
	local pattern=$1 numbers=$2 rest=$3 n
	shift 3
	for n in $numbers; do
		"$fama" "$@" "$n" $rest 2>&1 | grep -q "$pattern" || echo "$n"
	done | sort >known
	completed "$@" >completed
	diff completed known >err
	result $? "completion: numbers of fama $*"
	sed 's/^/# /' err
}

# --- help knows each command that there is, at each level
helps() { # WORD...
	local word text
	text=$("$fama" "$@" help 2>err) && [ ! -s err ] && [ "$text" = "$("$fama" "$@" -h)" ]
	result $? "help: fama $*"
	for word in $(known "$@"); do
		grep -qw -- "$word" <<<"$text"
		result $? "help: fama $* knows $word"
		if "$fama" "$@" "$word" '~' 2>&1 | grep -q ' command "~" is unknown'; then
			helps "$@" "$word"
		fi
	done
}

helps
for words in 'dar enable' 'dar anchor add' 'mn wait' 'monitor' 'key show' 'run mark'; do
	"$fama" $words help >help && grep -q "^fama ${words%% *}" help
	result $? "help: behind fama $words"
done
for words in 'help' 'dar help' 'dar anchor add help' 'mn -h' 'monitor help'; do
	"$fama" -n nosuch $words >out 2>err && [ ! -s err ] && "$fama" $words | cmp -s - out
	result $? "help: in a namespace that is not there: $words"
done
"$fama" dar binding help | grep -q anchor
result $((! $?)) "help: nothing but what was asked for"

# --- the man pages have the words of the help, and no others
page_words() { # PAGE...: the words of commands in the heads of its lists
	sed -e ':join' -e '/\\$/{N;s/\\\n/ /;b join' -e '}' "$@" | awk '
		/^\.It/ { head = 1 }
		head && /^\./ {
			word = 0
			for (i = 1; i <= NF; i++) {
				token = $i
				sub(/^\./, "", token)
				if (token ~ /^[A-Z][a-z]$/)
					word = token == "Cm"
				else if (word && token ~ /^[a-z]/)
					print token
			}
		}
		{ head = head && (/Xo$/ || more); more = head && !/^\.Xc/ }' | sort -u
}

paged() { # PAGES WORD...: against the help of these words
	local pages=$1
	shift
	page_words $pages >paged
	"$fama" "$@" help | sed '/^Usage/,/^$/d; /^-/d; /^  WHO:/d; s/^fama //; s/\[-s]//; s/\.html//' |
		grep -oE '\b[a-z][a-z-]*\b' | sort -u | diff paged - >err
	result $? "man pages: words of fama $*"
	sed 's/^/# /' err
}

paged "$here/man/fama*.8"
paged "$here/man/fama-dar.8" dar
paged "$here/man/fama-mn.8" mn

commands_alike
"$fama" -h | grep -oE '(^|[[ ])-[A-Za-z]\b' | tr -d '[ ' | sort -u >known
completed | grep '^-' >completed
diff completed known
result $? "completion: the options of the usage"
for words in 'dar anchor add 2001:db8::/64 dev lo' 'dar set' 'mn set' 'key generate' \
	'mn anchor add 2001:db8::/64' 'mn permit add' 'mn permit add deny' 'mn permit del' \
	'mn link set lo' 'mn enable'; do
	alike $words
	values_alike $words
done
completed dar anchor change 2001:db8::/64 >changed-words
completed dar anchor add 2001:db8::/64 | grep -vx dev | cmp - changed-words
result $? "completion: all of an anchor may change but its device"
alike monitor
alike doctor
alike metrics
alike top
alike lab move
alike lab shell
numbers_alike 'bits must' '512 1024 1536 2048 4096' 'out nowhere/key' key generate bits
numbers_alike 'sec must' '0 1 2 3' 'out nowhere/key' key generate sec
# The module refuses other numbers, the usage names them.
range=$("$fama" -h | sed -n 's/.*min-sec \([0-9]\)\.\.\([0-9]\).*/\1 \2/p')
seq $range >known
completed dar anchor add 2001:db8::/64 dev lo min-sec | cmp - known
result $? "completion: numbers of min-sec"
for words in 'dev' 'mn link set'; do
	completed $words | grep -qx lo
	result $? "completion: devices behind fama $words"
done

# The same in shells that somebody types at, with what there is on a machine.
mkdir shell
ln -s "$records" shell/fama
touch shell/keyfile
cat >shell/lines <<'END'
fama mo|fama monitor 
fama -c=always -n nowhere dar anch|fama -c=always -n nowhere dar anchor 
fama dar anchor del 2001:db8:12:1|fama dar anchor del 2001:db8:12:1::/64 
fama dar anchor change 2001:db8:12:1::/64 min|fama dar anchor change 2001:db8:12:1::/64 min-sec 
fama dar binding show 2001:db8:12:0:3c4f:aa12:bb34:c002|fama dar binding show 2001:db8:12:0:3c4f:aa12:bb34:c002 
fama mn address keep 2001:db8:12:2:|fama mn address keep 2001:db8:12:2:3c4f:aa12:bb34:cc45 
fama mn link set l|fama mn link set lo 
fama key show keyf|fama key show keyfile 
fama nothing a|fama nothing a
END
mapfile -t lines < <(cut -d '|' -f 1 shell/lines)
cut -d '|' -f 2 shell/lines >shell/expected

in_shell() { # SHELL COMMAND...: which prints what became of each line
	local shell=$1
	shift
	(cd shell && PATH=$PWD:$PATH TERM=dumb timeout 60 "$@" "${lines[@]}") >shell/got 2>err
	diff shell/expected shell/got >differs
	result $? "completion in $shell"
	sed 's/^/# /' differs err
}

in_shell bash python3 -B "$here/test/completed.py" "$here/completion/fama.bash"
if command -v zsh >/dev/null; then
	in_shell zsh zsh -f "$here/test/completed.zsh" "$here/completion"
	# As it is installed.
	mkdir -p usr/share/zsh/vendor-completions usr/share/bash-completion/completions
	cp "$here/completion/_fama" usr/share/zsh/vendor-completions
	cp "$here/completion/fama.bash" usr/share/bash-completion/completions/fama
	in_shell "zsh, installed" zsh -f "$here/test/completed.zsh" \
		"$tmp/usr/share/zsh/vendor-completions"
else
	number=$((number + 1))
	echo "ok $number - completion in zsh # SKIP there is no zsh"
fi

# --- other names, which ip(8) has
for words in 'dar binding|dar binding list' 'dar anchor|dar anchor lst' 'dar -s|dar -stats' \
	'-s dar binding|-stats dar binding'; do
	"$records" ${words%|*} >out && "$records" ${words#*|} | cmp -s - out
	result $? "fama ${words#*|} is fama ${words%|*}"
done
refused 2 'needs a prefix' dar anchor delete
"$records" -j dar anchor | python3 -c 'import json, sys
assert json.load(sys.stdin)[0]["key_sizes"] == [1024, 1536]'
result $? "JSON: a set is an array"
for words in 'dar' 'dar anchor' 'dar binding' 'mn' 'mn address'; do
	"$records" -j $words | python3 -m json.tool --no-ensure-ascii >wanted
	"$records" -p -j $words >out
	diff wanted out >err
	result $? "-p: fama $words as others write it"
	sed 's/^/# /' err
done
"$fama" -j -p key show kdefault | python3 -c 'import json, sys
text = sys.stdin.read()
assert text.count("\n") == len(json.loads(text)) + 2, text'
result $? "-p: a member in each line of a key"
"$records" -p dar | cmp -s - <("$records" dar)
result $? "-p: nothing without JSON"
"$records" mn address | grep -q 'rtt 51.967ms'
result $? "milliseconds"

# --- what is shown: 80 columns, and colours for people
shows=('dar' '-s dar' 'dar anchor' '-s dar anchor' 'dar binding' '-s dar binding' 'dar memory'
	'mn' '-s mn' 'mn address' '-s mn address' 'mn link' 'mn anchor' 'mn permit'
	'-br dar anchor' '-br dar binding' '-br mn address' '-br mn link' '-br mn anchor' '-br mn permit')
for words in "${shows[@]}"; do
	"$records" $words >out 2>err && [ -s out ] && [ ! -s err ] && ! grep -q '.\{81\}\| $' out
	result $? "fama $words: lines of 80 characters at most"
	sed 's/^/# /' err
	"$records" -c $words | sed 's/\x1b\[[0-9;]*m//g' | cmp -s - out
	result $? "fama -c $words: the same words"
done
"$records" -br dar binding >out
[ "$(wc -l <out)" -eq 3 ] && [ "$(awk '{ print NF }' out | uniq)" = 3 ]
result $? "-br: one line a record"

on_terminal() { # [NAME=VALUE]... COMMAND...: what a person sees
	env TERM=xterm script -qec "env -u NO_COLOR -u COLORFGBG $*" /dev/null </dev/null
}
coloured() { # STATUS NAME COMMAND...
	local status=$1 name=$2
	shift 2
	"$@" >out 2>err
	grep -q $'\x1b' out
	[ $? -eq "$status" ]
	result $? "$name"
}
coloured 0 "colours on a terminal" on_terminal "$records" mn link
coloured 1 "none where it is no terminal" "$records" mn link
coloured 1 "none with -c=never" on_terminal "$records" -c=never mn link
coloured 1 "none with NO_COLOR" on_terminal NO_COLOR=1 "$records" mn link
coloured 0 "NO_COLOR without a value says nothing" on_terminal NO_COLOR= "$records" mn link
coloured 0 "-c against NO_COLOR" on_terminal NO_COLOR=1 "$records" -c mn link
coloured 1 "-c=auto with NO_COLOR" on_terminal NO_COLOR=1 "$records" -color=auto mn link
coloured 1 "none on a terminal that has none" on_terminal TERM=dumb "$records" mn link
coloured 0 "-c where it is no terminal" "$records" -c mn link
coloured 0 "--color=always" "$records" --color=always mn link
coloured 1 "-c=auto where it is no terminal" "$records" -c=auto mn link
coloured 1 "none in JSON" on_terminal "$records" -c -j mn link
python3 -m json.tool out >/dev/null
result $? "JSON with -c"
paint() { # CODE TEXT: that text is in that colour
	grep -qF $'\x1b['"$1m$2"$'\x1b[0m' out
	result $? "colour $1 of $2"
}
"$records" -c mn link >out
paint 36 lo
paint 32 up
paint 31 down
paint 31 failed
paint 34 2001:db8:12:0:3c4f:aa12:bb34:cc45
"$records" -c -br mn address >out
paint 32 away
paint 31 failed
"$records" -c dar anchor >out
paint 36 enp0s31f6.4094
paint 31 waiting
paint 34 2001:db8:12:1::/64
"$records" -c dar >out
paint 32 enabled
paint 36 dar0
paint 31 off
"$records" -c -s dar binding >out
paint 31 unverified
COLORFGBG='15;0' "$records" -c mn link >out
paint '1;36' lo
COLORFGBG='0;15' "$records" -c mn link >out
paint 36 lo

# --- bindings by their traffic
"$(dirname "$records")/rows-test" >out
result $? "top: rates of two looks"
sed 's/^/# /' out
while read -r verdict _ name; do
	case $verdict in
	'#') echo "# $name" ;;
	ok) result 0 "$name" ;;
	*) result 1 "${name#- }" ;;
	esac
done < <(timeout 60 python3 -B "$here/test/top.py" "$records" 2>&1)
FAMA_RECORDS=3 "$records" top count 2 >out
[ "$(grep -c '^home' out)" = 2 ] && [ "$(grep -c ':c00[0-2] ' out)" = 6 ] && ! grep -q $'\x1b' out
result $? "top: where it is no terminal, as many times as were wanted"
FAMA_RECORDS=1000 "$records" top count 1 | grep -c ^2001 | grep -qx 1000
result $? "top: all of 1000"
FAMA_RECORDS=3 "$records" -j top count 2 >out
[ "$(wc -l <out)" = 2 ] && python3 -c 'import json, sys
for line in sys.stdin:
	look = json.loads(line)
	rates = [one["tx_bytes_per_second"] for one in look["bindings"]]
	assert rates == sorted(rates, reverse=True) and len(rates) == 3 and rates[0] > 1000, rates
	assert sum(rates) == look["tx_bytes_per_second"], look' <out
result $? "top: JSON, an object a look"

# --- metrics
{ "$records" metrics dar && "$records" metrics mn; } >metrics 2>err && [ ! -s err ]
result $? "metrics"
"$fama" metrics >out 2>err && [ ! -s err ]
result $? "metrics without a module are none"
[ -z "$(grep -v '^#' metrics | sed 's/ [^ ]*$//' | sort | uniq -d)" ]
result $? "metrics: each once"
promtool=$(command -v promtool "${FAMA_SERVERS:-/none}/promtool" | head -n 1)
if [ -n "$promtool" ]; then
	"$promtool" check metrics <metrics >err 2>&1 && [ ! -s err ]
	result $? "metrics as Prometheus wants them"
	sed 's/^/# /' err
	python3 - "$here/../../Documentation/examples/prometheus/dashboard.json" >rules <<-'END'
		import json, sys
		with open(sys.argv[1], encoding="utf-8") as f:
		    asked = [t["expr"] for panel in json.load(f)["panels"] for t in panel["targets"]]
		rules = [{"record": f"asked:{n}", "expr": expr} for n, expr in enumerate(asked)]
		print(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
	END
	"$promtool" check rules rules >out 2>&1 && grep -q 'SUCCESS: 1[0-9] rules' out
	result $? "questions of the dashboard"
	sed 's/^/# /' out
else
	number=$((number + 1))
	echo "ok $number - metrics as Prometheus wants them # SKIP there is no promtool"
fi
while read -r line; do
	grep -qxF "$line" metrics
	result $? "metrics: $line"
done <<'END'
# TYPE fama_dar_bindings gauge
fama_dar_enabled 1
fama_dar_bindings 3
fama_dar_unverified_lifetime_seconds 30
# HELP fama_dar_bad_checksum_total Counter bad_checksum of "fama dar show -s"
# TYPE fama_dar_bad_checksum_total counter
fama_dar_bad_checksum_total 1000000007
# TYPE fama_dar_anchor_tx_bytes_total counter
fama_dar_anchor_tx_bytes_total{prefix="2001:db8:12:2::/64",dev="enp0s31f6.4094"} 24691357802000
fama_mn_addresses 2
fama_mn_link_metric{dev="lo"} 64
fama_mn_link_metric{dev="if9999999"} 1023
fama_mn_address_state{address="2001:db8:12:1:3c4f:aa12:bb34:cc45",dar="2001:db8:12:1::1",state="away"} 1
fama_mn_address_last_rtt_seconds{address="2001:db8:12:1:3c4f:aa12:bb34:cc45",dar="2001:db8:12:1::1"} 0.051967
END

# --- Documentation/operating.rst: the files of several hundred routers
sed -n '/^  #!/,/^  done <"\$1"$/s/^  //p' "$here/../../Documentation/operating.rst" >fleet
for n in $(seq 300); do
	printf 'router%u 2001:db8:%x:1 eth1\n' "$n" "$n"
done >list
sh -e fleet list routers
result $? "the files of 300 routers"
[ "$(cat routers/*/dar.conf | sort -u | wc -l)" -eq 302 ]
result $? "  each has a prefix of its own"
cat routers/*/dar.conf | grep -v enable | sort -u >whole
echo 'no command' >>whole
"$fama" restore whole 2>err
[ "$(sed 's/:.*:/:/' err)" = "$(sed 's/:.*:/:/;1q' err)" ] && grep -q "^fama: whole:$(wc -l <whole): " err
result $? "  nothing is wrong in them but what was put there"
radvd=$(command -v radvd /usr/sbin/radvd | head -n 1)
if [ -n "$radvd" ]; then
	"$radvd" -c -C routers/router300/radvd.conf 2>err
	result $? "  and radvd takes its own"
else
	result 0 "  and radvd takes its own # SKIP there is no radvd"
fi

# --- output that cannot be written
"$fama" key show k1024-1 >/dev/full 2>err
[ $? -eq 1 ] && grep -q '^fama: stdout: ' err
result $? "a full device is an error"

echo "1..$number"
[ "$failed" -eq 0 ]
