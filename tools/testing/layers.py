#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""layers.py [TREE]: do the files of core/, dar/ and mn/ keep to their layers?

The tables of Documentation/architecture.rst have one row for each file: layer,
name, meaning.  The highest layer of a folder comes first.  A "file" is NAME.c
with its header, which is NAME.h beside it or include/fama/NAME.h.

Every rule is one function below; each breach is one line of output.
"""

import posixpath
import re
import sys
from pathlib import Path

FOLDERS = ("core", "dar", "mn")
DOCUMENT = "Documentation/architecture.rst"
ROW = re.compile(r"^(\w+) +``((?:core|dar|mn)/[\w/]+)``", re.MULTILINE)

# What would keep a pure file out of a program in user space.
IMPURE = re.compile(
    r"linux/(skbuff|socket|net|netdevice|jiffies|timer|ktime|slab|vmalloc|mutex"
    r"|spinlock|rcupdate|workqueue|netfilter\w*)\.h"
    r"|net/(sock|net_namespace|genetlink|dst|ip6_route|addrconf)\.h")

# Versions do not tell kernels apart; compat/features.sh does.
VERSION = re.compile(r"linux/version\.h|generated/utsrelease\.h")
ALL_CODE = (*FOLDERS, "include", "compat", "kunit", "tools")

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)", re.MULTILINE)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)


def statements(code):
    """The statements of a file at its outer level, each body as {}."""
    head, depth = "", 0
    for part in re.findall(r"[{};]|[^{};]+", code):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
            if depth == 0:
                head += "{}"
                if re.search(r"\)\s*(\w+\s*)?{}$", head) and "=" not in head:
                    yield head.strip()
                    head = ""
        elif depth == 0 and part == ";":
            yield head.strip()
            head = ""
        elif depth == 0:
            head += part


class Source:
    """One file: its code without comments, and what it says to others."""

    def __init__(self, top, path):
        self.path = path
        self.folder = "core" if path.startswith("include/") else path.split("/")[0]
        text = (top / path).read_text(encoding="utf-8")
        self.wanted = [(quote == '"', name) for quote, name in
                       INCLUDE.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))]
        self.code = DIRECTIVE.sub("", COMMENT.sub(" ", text))
        self.words = set(re.findall(r"(?<![\w.>])[A-Za-z_]\w*",
                                    COMMENT.sub(" ", INCLUDE.sub("", text))))
        # Names with a body or a value here; those that others may use; those without.
        self.defined, self.public, self.declared = set(), set(), set()
        for statement in statements(self.code):
            self.read(statement)

    def read(self, statement):
        """Enter one statement into the sets."""
        head = re.sub(r"\b__\w+$", "", statement.split("=")[0].strip())
        words = head.split()
        function = re.search(r"[\w*]\s+\**(?!__)(\w+)\s*\(", head)
        if not words or words[0] == "typedef":
            return
        if function:
            name, body = function[1], statement.endswith("{}")
        else:
            name = re.sub(r"\[.*?\]|\W+$", "", head.replace("{}", " {} "), flags=re.DOTALL)
            name = re.split(r"[\s*]", name.strip())[-1]
            body = words[0] != "extern"
            if "(" in head or "{}" in head or len(words) < 2 or \
                    (words[0] in ("struct", "union", "enum") and len(words) == 2):
                return
        if not body:
            self.declared.add(name)
            return
        if function:
            self.defined.add(name)
        if "static" not in words:
            self.public.add(name)


class Tree:
    """All files, the table of layers, and the list of breaches."""

    def __init__(self, top):
        self.top = Path(top)
        self.breaches = []
        self.layer, self.order = {}, {folder: [] for folder in FOLDERS}
        self.read_table()
        paths = [p.relative_to(self.top).as_posix()
                 for root in (*FOLDERS, "include/fama")
                 for p in sorted((self.top / root).rglob("*.[ch]"))
                 if not p.name.endswith(".mod.c")]
        self.sources = {path: Source(self.top, path) for path in paths}
        self.noun = {path: self.noun_of(path) for path in paths}
        self.includes = {path: self.resolve(source) for path, source in self.sources.items()}

    def tell(self, breach):
        """Note one breach."""
        self.breaches.append(breach)

    def read_table(self):
        """Rows of the document: layer of each file, layers of each folder."""
        document = (self.top / DOCUMENT).read_text(encoding="utf-8")
        for layer, noun in ROW.findall(document):
            order = self.order[noun.split("/")[0]]
            if noun in self.layer:
                self.tell(f"{noun}: two rows in {DOCUMENT}")
            if layer not in order:
                order.append(layer)
            elif layer != order[-1]:
                self.tell(f"{noun}: the rows of layer {layer} do not stand together")
            self.layer[noun] = layer

    def noun_of(self, path):
        """Row that a file belongs to."""
        noun = posixpath.splitext(path)[0]
        if not path.startswith("include/"):
            return noun
        name = posixpath.basename(noun)
        found = [n for n in self.layer if n.startswith("core/") and n.endswith("/" + name)]
        return found[0] if found else f"core/{name}"

    def resolve(self, source):
        """Files of ours that a file includes."""
        here = [posixpath.dirname(source.path), source.folder, ""]
        found = []
        for quoted, name in source.wanted:
            for root in (here if quoted else ["include", "include/uapi"]):
                path = posixpath.normpath(posixpath.join(root, name))
                if (self.top / path).is_file():
                    found.append(path)
                    break
        return found

    def depth(self, path):
        """0 for the highest layer."""
        noun = self.noun[path]
        return self.order[noun.split("/")[0]].index(self.layer[noun])


def check_rows(tree):
    """Every file has a row, every row a file."""
    for source in tree.sources.values():
        if tree.noun[source.path] not in tree.layer:
            tree.tell(f"{source.path}: no row for {tree.noun[source.path]} in {DOCUMENT}")
    for noun in tree.layer:
        if noun not in tree.noun.values():
            tree.tell(f"{noun}: a row in {DOCUMENT} without a file")


def check_headers(tree):
    """What a file gives to others is declared in its own header, nowhere else."""
    owner = {name: s for s in tree.sources.values() if s.path.endswith(".c") for name in s.public}
    for source in tree.sources.values():
        noun = tree.noun[source.path]
        if source.path.endswith(".c") and source.public:
            own = [s for s in tree.sources.values()
                   if s.path.endswith(".h") and tree.noun[s.path] == noun]
            if not own:
                tree.tell(f"{source.path}: no header of its own")
            for name in sorted(source.public.difference(*(s.declared for s in own)) if own else ()):
                tree.tell(f"{source.path}: {name} is not declared in its own header")
        for name in sorted(source.declared):
            if name in owner and tree.noun[owner[name].path] != noun:
                tree.tell(f"{source.path}: declares {name} of {owner[name].path}")


def check_roles(tree):
    """The roles do not know each other, the core knows neither."""
    for source in tree.sources.values():
        may = ["include/fama/"]
        if not source.path.startswith("include/"):
            may.append(source.folder + "/")
        if source.folder != "core":
            may.append(f"include/uapi/linux/{source.folder}.h")
        for path in tree.includes[source.path]:
            if not path.startswith(tuple(may)):
                tree.tell(f"{source.path}: may not include {path}")


def check_pure(tree):
    """Files of the layer "pure" take buffers, lengths and time as arguments."""
    for source in tree.sources.values():
        if tree.layer.get(tree.noun[source.path]) == "pure":
            for _, name in source.wanted:
                if IMPURE.fullmatch(name):
                    tree.tell(f"{source.path}: is pure and includes <{name}>")
            for path in tree.includes[source.path]:
                if path in tree.noun and tree.layer.get(tree.noun[path]) != "pure":
                    tree.tell(f"{source.path}: is pure and includes {path}, which is not")


def check_versions(tree):
    """No file looks at the version of the kernel."""
    for root in ALL_CODE:
        for path in sorted((tree.top / root).rglob("*.[ch]")):
            for _, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
                if VERSION.fullmatch(name):
                    tree.tell(f"{path.relative_to(tree.top)}: includes <{name}>; "
                              "compat/features.sh tells kernels apart")


def check_layers(tree):
    """A file includes headers of its own layer or a lower one."""
    for source in tree.sources.values():
        for path in tree.includes[source.path]:
            nouns = [tree.noun[source.path], tree.noun.get(path)]
            if any(n not in tree.layer for n in nouns) or \
                    nouns[0].split("/")[0] != nouns[1].split("/")[0]:
                continue
            if tree.depth(path) < tree.depth(source.path):
                tree.tell(f"{source.path}: layer {tree.layer[nouns[0]]} includes {path} "
                          f"of layer {tree.layer[nouns[1]]} above it")


def way(graph, start, end):
    """The shortest way from @start to @end, as a list; None without one."""
    trails, seen = [[start]], {start}
    for trail in trails:
        if trail[-1] == end:
            return trail
        for node in sorted(set(graph.get(trail[-1], ())) - seen):
            seen.add(node)
            trails.append(trail + [node])
    return None


def circles(graph):
    """For each edge that is in a circle the shortest one, each told once."""
    found = {}
    for start, ends in graph.items():
        for end in ends:
            trail = way(graph, end, start)
            if trail:
                found.setdefault(frozenset(trail), [start] + trail)
    return sorted(found.values(), key=lambda trail: (len(trail), trail))


def check_includes(tree):
    """No headers that include each other in a circle."""
    for found in circles({s.path: tree.includes[s.path] for s in tree.sources.values()}):
        tree.tell("includes in a circle: " + " -> ".join(found))


def check_calls(tree):
    """No files that use each other's functions in a circle."""
    owner = {}
    for source in tree.sources.values():
        for name in source.public | (source.defined if source.path.endswith(".h") else set()):
            owner[name] = tree.noun[source.path]
    calls, why = {}, {}
    for source in tree.sources.values():
        noun = tree.noun[source.path]
        for name in (source.words - source.declared) & owner.keys():
            if owner[name] != noun and owner[name].split("/")[0] == source.folder:
                calls.setdefault(noun, set()).add(owner[name])
                why[noun, owner[name]] = min(name, why.get((noun, owner[name]), name))
    for found in circles(calls):
        steps = [f"{b} ({why[a, b]})" for a, b in zip(found, found[1:])]
        tree.tell("calls in a circle: " + " -> ".join([found[0], *steps]))


def check(top):
    """All breaches of the tree below @top."""
    tree = Tree(top)
    for rule in (check_rows, check_headers, check_roles, check_pure, check_versions,
                 check_layers, check_includes, check_calls):
        rule(tree)
    return tree.breaches


def main():
    """Print the breaches; the status is that there are none."""
    top = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    breaches = check(top)
    print("\n".join(breaches) or "layers: as designed")
    return bool(breaches)


if __name__ == "__main__":
    sys.exit(main())
