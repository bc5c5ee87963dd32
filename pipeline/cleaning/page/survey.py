"""What is asked of runs of a page's lines again and again, each answered at once.

Sums and next ones, made once for a page: whether a block holds paragraphs, begins with a heading,
or speaks of rules and consent, costs no walk through its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import PageLine, Tree
from pipeline.cleaning.page.shapes import is_info, terms_of

# An article of three paragraphs is one without what stands in another block of the page.
STRONG = 200
# A line over another block that may be its headline: 8 to 40 characters without a stop.
_LOOSE = re.compile(r"[^。！？；…!?;，,：:]{8,40}[！？!?]?")
# The line of time comes within so many lines of a headline.
INFO_NEAR = 4
_LABEL = 30
# Terms that a paragraph shares with the headline. Chosen, not measured.
LEAST_TERMS, _SHARED = 3, 0.3
# The longest name of a field (主题分类：) and what it holds at the most.
_FIELD, _VALUE = 8, 60
_SENTENCE = re.compile("[。！？!?”]|[:：]$")


class Survey:
    """The sums and next ones of a page; what only some pages ask for is made when it is asked for.

    `prose` says of each line whether it is a paragraph.
    """

    def __init__(
        self,
        tree: Tree,
        marks: Marks,
        title: str,
        running: Sequence[bool],
        furniture: Sequence[bool],
        records: Sequence[bool],
    ) -> None:
        self.tree, self.marks, self.furniture, self._records = tree, marks, furniture, records
        lines = tree.lines
        self._own = bool(marks.dialog.search(title) or marks.statement.search(title))
        self.terms = frozenset(terms_of(title))
        self._said: dict[int, bool] = {}
        self.prose = [
            runs and _is_paragraph(line, tree, marks)
            for line, runs in zip(lines, running, strict=True)
        ]
        for n in range(1, len(lines)):
            self.prose[n] = self.prose[n] and not _goes_with(lines[n - 1], lines[n], marks)
        self.next_prose = _nexts(self.prose)
        self.next_label = _nexts(
            [_is_label(line, runs, marks) for line, runs in zip(lines, running, strict=True)]
        )
        self.sizes = _sums([len(k.text) * p for k, p in zip(lines, self.prose, strict=True)])
        self.first, self.end, self.children, self.owns = _ranges(tree)

    @cached_property
    def next_loose(self) -> list[int]:
        """The next line that may be a headline, whatever its tag."""
        return _nexts([_is_loose(line, self.marks) for line in self.tree.lines])

    @cached_property
    def next_info(self) -> list[int]:
        """The next line of time and source."""
        return _nexts([is_info(line.text) for line in self.tree.lines])

    @cached_property
    def next_marker(self) -> list[int]:
        """The next line that heads a list."""
        return _nexts([bool(self.marks.marker.match(line.text)) for line in self.tree.lines])

    @cached_property
    def repeated(self) -> list[int]:
        """The sums of paragraphs that stand in records."""
        lines = zip(self.tree.lines, self.prose, strict=True)
        return _sums([len(k.text) * (p and self._records[k.node]) for k, p in lines])

    def is_said(self, number: int) -> bool:
        """Say whether a paragraph speaks of rules, accounts and consent, or is a statement.

        Where the headline does, the article may.
        """
        if number not in self._said:
            text, marks = self.tree.lines[number].text, self.marks
            said = marks.is_dialog(text) or marks.is_statement(text)
            self._said[number] = said and not self._own and not self._is_of_title(text)
        return self._said[number]

    def _is_of_title(self, text: str) -> bool:
        """Say whether a paragraph shares words with the headline; a page's rules do not."""
        shared = len(self.terms & terms_of(text))
        return shared >= max(LEAST_TERMS, _SHARED * len(self.terms))

    def next_good(self, number: int, end: int) -> int:
        """Return the next paragraph before `end` that is no dialog's; `end` or more if none is."""
        number = self.next_prose[number]
        while number < end and self.is_said(number):
            number = self.next_prose[number + 1]
        return number

    def holds(self, node: int, line: int) -> bool:
        """Say whether a line stands in a block."""
        return self.first[node] <= line < self.end[node]

    def size(self, node: int) -> int:
        """Return the characters of paragraphs in a block."""
        return self.sizes[self.end[node]] - self.sizes[self.first[node]]

    def is_dialog(self, node: int) -> bool:
        """Say whether half of a block's paragraphs speak of rules, accounts and consent."""
        odd, size, end = 0, self.size(node), self.end[node]
        number = self.next_prose[self.first[node]]
        while number < end:
            odd += len(self.tree.lines[number].text) * self.is_said(number)
            number = self.next_prose[number + 1]
        return 2 * odd >= size

    def is_repeated(self, node: int) -> bool:
        """Say whether half of a block stands in records."""
        repeated = self.repeated[self.end[node]] - self.repeated[self.first[node]]
        return 2 * repeated >= self.size(node)

    def has_label(self, node: int) -> bool:
        """Say whether a heading stands in a block before its first paragraph."""
        first = self.first[node]
        return self.next_label[first] < self.next_prose[first]

    def has_headline(self, node: int) -> bool:
        """Say whether a block begins with what may be a headline, whatever its tag."""
        first = self.first[node]
        return min(self.next_label[first], self.next_loose[first]) < self.next_prose[first]

    def is_article(self, node: int) -> bool:
        """Say whether a block begins with a headline and the line of its time."""
        first = self.first[node]
        head = min(self.next_label[first], self.next_loose[first])
        return head < self.next_info[head] <= min(head + INFO_NEAR, self.next_prose[first])

    def kind(self, node: int) -> tuple[str, str]:
        """Return what makes two blocks alike: tag, class and id without numbers."""
        each = self.tree.nodes[node]
        return each.tag, re.sub(r"\d+", "#", each.names)


def _is_paragraph(line: PageLine, tree: Tree, marks: Marks) -> bool:
    if line.node < 0 or line.heading or tree.nodes[line.node].hidden:
        return False
    if is_info(line.text):
        return False
    return not (marks.credit.match(line.text) or marks.disclaimer.match(line.text))


def _goes_with(label: PageLine, line: PageLine, marks: Marks) -> bool:
    """Say whether a line is but the rest of the one above it.

    The second line of a statement threatens on; a field of a document's table has its value behind
    its name: 分类：环境、水利；通告.
    """
    if label.node == line.node:
        return marks.claims(label.text)
    if len(line.text) > _VALUE or _SENTENCE.search(line.text):
        return False
    name = "".join(label.text.split())
    return len(name) <= _FIELD and name[-1] in ":："


def _is_label(line: PageLine, runs: bool, marks: Marks) -> bool:  # noqa: FBT001 - a row of a table
    """Say whether a line heads what follows: a heading, a marker, a short one in bold."""
    if line.heading:
        return True
    size = len(line.text)
    if size > _LABEL or runs:
        return False
    if line.strong == size:
        return True
    return bool(marks.marker.match(line.text)) and not marks.tools.match(line.text)


def _is_loose(line: PageLine, marks: Marks) -> bool:
    if is_info(line.text) or not _LOOSE.fullmatch(line.text):
        return False
    return not (marks.credit.match(line.text) or marks.calls.search(line.text))


def _nexts(flags: Sequence[bool]) -> list[int]:
    """Return for each place the first flag at or behind it; the length where there is none."""
    found = [len(flags)] * (len(flags) + 2)
    for number in range(len(flags) - 1, -1, -1):
        found[number] = number if flags[number] else found[number + 1]
    return found


def _sums(sizes: Sequence[int]) -> list[int]:
    sums = [0]
    for size in sizes:
        sums.append(sums[-1] + size)
    return sums


def _ranges(tree: Tree) -> tuple[list[int], list[int], list[list[int]], list[list[int]]]:
    """Return for each block its first line, the one behind its last, its blocks, its own lines."""
    count = len(tree.nodes)
    first, end = [len(tree.lines)] * count, [0] * count
    children: list[list[int]] = [[] for _ in range(count)]
    owns: list[list[int]] = [[] for _ in range(count)]
    for number, line in enumerate(tree.lines):
        if line.node >= 0:
            owns[line.node].append(number)
            first[line.node] = min(first[line.node], number)
            end[line.node] = number + 1
    for number in range(count - 1, -1, -1):
        if (parent := tree.nodes[number].parent) >= 0:
            first[parent] = min(first[parent], first[number])
            end[parent] = max(end[parent], end[number])
            children[parent].append(number)
    for each in children:
        each.reverse()
    return [min(a, b) for a, b in zip(first, end, strict=True)], end, children, owns
