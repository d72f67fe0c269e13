# SPDX-License-Identifier: GPL-2.0-only
"""fama report: a recording becomes a page. Started by the command, see man fama(8)."""

import os
import sys

import capture
import library
import page
import recording
import story

OK, FAILED, USAGE = 0, 1, 2
CAPTURE = ".pcapng"


def fail(text, status=FAILED):
    print(f"fama: {text}", file=sys.stderr)
    return status


def words(args):
    """([recording...], page); None and what is wrong."""
    if "out" not in args:
        files = args
        made = None
    else:
        at = args.index("out")
        files, rest = args[:at], args[at + 1:]
        if not rest:
            return None, "out needs a file"
        if len(rest) > 1:
            return None, f"\"{rest[1]}\" is too much"
        made = rest[0]
    if not files:
        return None, "report needs a file"
    return files, made or os.path.splitext(files[0])[0] + ".html"


def write(path, octets):
    """All of it or nothing."""
    part = f"{path}.part"
    try:
        with open(part, "wb") as f:
            f.write(octets)
        os.replace(part, path)
    except OSError:
        if os.path.exists(part):
            os.unlink(part)
        raise


def make(found, path):
    """What its name asks for: a capture or a page."""
    if path.endswith(CAPTURE):
        return capture.make(found)
    return page.make(story.tell(found)).encode()


def report(args):
    files, made = words(args)
    if files is None:
        return fail(made, USAGE)
    if made in files:
        return fail(f"{made} is the recording itself", USAGE)
    try:
        found = None
        for path in files:
            found = recording.read(path, found)
        write(made, make(found, made))
    except (recording.Damaged, library.Missing) as e:
        return fail(e)
    except OSError as e:
        return fail(f"{e.filename}: {e.strerror}")
    print(f"See {made}")
    return OK


if __name__ == "__main__":
    sys.exit(report(sys.argv[1:]))
