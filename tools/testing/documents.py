#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""documents.py: are the documents well formed, and is what they point to there?

Each .rst is read by docutils, which knows tables and references within a document. What it
does not know is looked for here: ``:doc:`` names another document, ``literalinclude`` a file.
Every document is in the list of README.md, and what README.md links to exists. One line for
each fault.
"""

import io
import re
import sys
from pathlib import Path

import docutils.core
import docutils.nodes
import docutils.parsers.rst.directives
import docutils.parsers.rst.roles
import docutils.utils

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "Documentation"


def doc(_role, raw, text, line, inliner, options=None, content=None):
    """Another document of the folder."""
    del options, content
    if (FOLDER / f"{text}.rst").exists():
        return [docutils.nodes.literal(raw, text)], []
    return [], [inliner.reporter.error(f"there is no document {text}", line=line)]


class Included(docutils.parsers.rst.Directive):
    """A file that the documents show."""

    required_arguments = 1
    option_spec = {"language": str}

    def run(self):
        if (FOLDER / self.arguments[0]).is_file():
            return []
        raise self.error(f"there is no file {self.arguments[0]}")


def faults_of(path):
    """What docutils says of one file, without the text in question."""
    said = io.StringIO()
    settings = {"warning_stream": said, "report_level": 2, "halt_level": 5,
                "file_insertion_enabled": False}
    docutils.core.publish_doctree(path.read_text(encoding="utf-8"), source_path=str(path),
                                  settings_overrides=settings)
    return re.findall(r"^\S+:\d+: \(.*", said.getvalue(), re.MULTILINE)


def faults_of_readme():
    """Links that lead nowhere, and documents that nobody finds."""
    text = (TOP / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([^)#:]+)\)", text))
    yield from (f"README.md: {name} is not there" for name in sorted(linked)
                if not (TOP / name).exists())
    documents = {f"Documentation/{path.name}" for path in FOLDER.glob("*.rst")}
    yield from (f"README.md: {name} is not in its list" for name in sorted(documents - linked))


def main():
    docutils.parsers.rst.roles.register_local_role("doc", doc)
    docutils.parsers.rst.directives.register_directive("literalinclude", Included)
    faults = [fault for path in sorted(FOLDER.glob("*.rst")) for fault in faults_of(path)]
    faults += faults_of_readme()
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
