#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Trees that break the rules of layers.py, each with the breach that must be named."""

import tempfile
import unittest
from pathlib import Path

import layers

TABLE = """
=======  ============  =====
Layer    File          Noun
=======  ============  =====
surface  ``core/main``  start
kernel   ``core/out``   packets
pure     ``core/octet``  octets
surface  ``dar/main``  start
state    ``dar/sub/list``  a list
surface  ``mn/main``   start
=======  ============  =====
"""

RIGHT = {
    layers.DOCUMENT: TABLE,
    "core/main.c": '#include <fama/out.h>\n#include "octet.h"\n'
                   "static int start(void)\n{\n\treturn out_send(octet_one);\n}\n",
    "core/out.c": "#include <linux/skbuff.h>\n#include <fama/out.h>\n"
                  "int out_send(int x)\n{\n\tif (x) {\n\t\treturn 1;\n\t}\n\treturn 0;\n}\n",
    "include/fama/out.h": "/* A packet; main calls it. */\n"
                          "struct out {\n\tint (*octet_one)(void);\n};\nint out_send(int x);\n",
    "core/octet.c": '#include <linux/types.h>\n#include "octet.h"\n'
                    "const int octet_one __ro_after_init = { 1 };\n"
                    "static bool even(int x);\n"
                    "int octet_two(void) __must_hold(x)\n{\n\treturn even(2);\n}\n",
    "core/octet.h": "extern const int octet_one;\nint octet_two(void);\n",
    "dar/main.c": '#include <fama/out.h>\n#include <linux/dar.h>\n#include "sub/list.h"\n'
                  "static void start(void)\n{\n\tlist_add(out_send(1));\n}\n",
    "dar/sub/list.c": '#include "list.h"\nvoid list_add(int x)\n{\n}\n',
    "dar/sub/list.h": "void list_add(int x);\n",
    "mn/main.c": "#include <fama/out.h>\n",
    "include/uapi/linux/dar.h": "",
    "include/uapi/linux/mn.h": "",
}


def breaches(**changes):
    """What layers.py says of RIGHT after changes, given as path=text in a dict."""
    with tempfile.TemporaryDirectory(prefix="fama-layers.") as top:
        for path, text in {**RIGHT, **changes}.items():
            (Path(top) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(top) / path).write_text(text, encoding="utf-8")
        return layers.check(top)


class LayersTest(unittest.TestCase):
    """One wrong tree each."""

    def wrong(self, changes, *messages):
        """After @changes these are the breaches, no others."""
        self.assertEqual(sorted(breaches(**changes)), sorted(messages))

    def add(self, path, text):
        """A change that adds @text to a file."""
        return {path: RIGHT[path] + text}

    def test_right(self):
        self.wrong({})

    def test_no_row(self):
        self.wrong({"dar/sub/new.h": ""},
                   f"dar/sub/new.h: no row for dar/sub/new in {layers.DOCUMENT}")

    def test_row_without_file(self):
        self.wrong(self.add(layers.DOCUMENT, "surface  ``mn/gone``  x\n"),
                   f"mn/gone: a row in {layers.DOCUMENT} without a file")

    def test_two_rows(self):
        self.wrong(self.add(layers.DOCUMENT, "surface  ``mn/main``  x\n"),
                   f"mn/main: two rows in {layers.DOCUMENT}")

    def test_layer_in_two_places(self):
        self.wrong({layers.DOCUMENT: TABLE + "surface  ``core/late``  x\n", "core/late.h": ""},
                   "core/late: the rows of layer surface do not stand together")

    def test_no_header(self):
        self.wrong(self.add("mn/main.c", "int mn_start(void)\n{\n\treturn 0;\n}\n"),
                   "mn/main.c: no header of its own")

    def test_function_in_no_header(self):
        self.wrong(self.add("dar/sub/list.c", "struct net *\nlist_del(int x)\n{\n}\n"),
                   "dar/sub/list.c: list_del is not declared in its own header")

    def test_object_in_no_header(self):
        self.wrong(self.add("dar/sub/list.c", "struct list list_all[2] = { 1, 2 };\n"),
                   "dar/sub/list.c: list_all is not declared in its own header")

    def test_function_in_another_header(self):
        self.wrong(self.add("include/fama/out.h", "int octet_two(void);\n"),
                   "include/fama/out.h: declares octet_two of core/octet.c")

    def test_function_declared_in_place(self):
        self.wrong(self.add("core/main.c", "int octet_two(void);\n"),
                   "core/main.c: declares octet_two of core/octet.c")

    def test_roles(self):
        self.wrong({"mn/main.c": '#include "../dar/sub/list.h"\n'},
                   "mn/main.c: may not include dar/sub/list.h")
        self.wrong({"dar/main.c": "#include <linux/mn.h>\n"},
                   "dar/main.c: may not include include/uapi/linux/mn.h")

    def test_core_knows_no_role(self):
        self.wrong(self.add("include/fama/out.h", "#include <linux/dar.h>\n"),
                   "include/fama/out.h: may not include include/uapi/linux/dar.h")

    def test_private_header(self):
        self.wrong({"mn/main.c": '#include "../core/octet.h"\n'},
                   "mn/main.c: may not include core/octet.h")
        self.wrong(self.add("include/fama/out.h", '#include "../../core/octet.h"\n'),
                   "include/fama/out.h: may not include core/octet.h")

    def test_pure(self):
        self.wrong(self.add("core/octet.h", "#include <linux/slab.h>\n"),
                   "core/octet.h: is pure and includes <linux/slab.h>")

    def test_pure_by_another_file(self):
        self.wrong(self.add("core/octet.h", "#include <fama/out.h>\n"),
                   "core/octet.h: is pure and includes include/fama/out.h, which is not",
                   "core/octet.h: layer pure includes include/fama/out.h of layer kernel above it")

    def test_version(self):
        self.wrong({"compat/new.h": "#include <linux/version.h>\n"},
                   "compat/new.h: includes <linux/version.h>; compat/features.sh tells kernels apart")

    def test_include_upwards(self):
        self.wrong({"dar/main.h": "", "dar/sub/list.c": '#include "../main.h"\n#include "list.h"\n'
                                                        "void list_add(int x)\n{\n}\n"},
                   "dar/sub/list.c: layer state includes dar/main.h of layer surface above it")

    def test_circle_of_includes(self):
        rows = "state  ``dar/sub/a``  x\nstate  ``dar/sub/b``  x\n"
        self.wrong({layers.DOCUMENT: TABLE.replace("surface  ``mn", rows + "surface  ``mn"),
                    "dar/sub/a.h": '#include "b.h"\n', "dar/sub/b.h": '#include "a.h"\n'},
                   "includes in a circle: dar/sub/a.h -> dar/sub/b.h -> dar/sub/a.h")

    def test_circle_of_calls(self):
        rows = "state  ``dar/sub/a``  x\nstate  ``dar/sub/b``  x\n"
        self.wrong({layers.DOCUMENT: TABLE.replace("surface  ``mn", rows + "surface  ``mn"),
                    "dar/sub/a.h": "int a(void);\n",
                    "dar/sub/b.h": "static inline int b(void)\n{\n\treturn a();\n}\n",
                    "dar/sub/a.c": '#include "b.h"\nint a(void)\n{\n\treturn b();\n}\n'},
                   "calls in a circle: dar/sub/a -> dar/sub/b (b) -> dar/sub/a (a)")


if __name__ == "__main__":
    unittest.main()
