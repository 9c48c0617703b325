"""What mammoth leaves out of a Word document without a word, put into words before.

Equations, charts and the like become text in their place. What belongs to no place in the text
(comments, deletions, heads and feet of pages) is remarked and kept at the end of the draft.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from ..result import Findings, begin
from .names import CHART, DIAGRAM, MC, VML, A, M, R, W
from .package import Package

_DELETED = {f"{W}del": "Deleted text", f"{W}moveFrom": "Text that was moved from here"}
_TEXTS = frozenset({f"{W}t", f"{W}delText", f"{M}t", f"{A}t", f"{CHART}v"})


def mark_leftovers(package: Package, findings: Findings) -> list[str]:
    """Change the trees of a package; return every text that the document shows."""
    targets = package.targets(package.main)
    texts: list[str] = []
    places: dict[str, str] = {}
    for path in (package.main, *_paths(targets, {"footnotes", "endnotes"})):
        tree = package.tree(path)
        if tree is not None:
            part = _Part(tree, package, package.targets(path), findings)
            part.mark()
            places |= part.commented()
            texts += (one.text or "" for one in tree.iter(f"{W}t"))
    _comments(package, _paths(targets, {"comments"}), places, findings)
    for kind, what in (("header", "Head of the pages"), ("footer", "Foot of the pages")):
        said: set[str] = set()
        for path in _paths(targets, {kind}):
            tree = package.tree(path)
            words = "" if tree is None else text_of(tree)
            if words and words not in said:
                said.add(words)
                findings.remark(f"{what}:", words, kept=True)
    for path in _paths(targets, {"aFChunk"}):
        findings.remark(f"Another document is embedded ({path}); copy its text by hand.")
    return texts


def text_of(element: Element) -> str:
    """The words in a part of a document, with spaces between paragraphs and cells."""
    words = []
    for one in element.iter():
        if one.tag in _TEXTS:
            words.append(one.text or "")
        elif one.tag in {f"{W}p", f"{W}tab", f"{W}br", f"{A}p", f"{CHART}pt"}:
            words.append(" ")
    return " ".join("".join(words).split())


def _paths(targets: dict[str, tuple[str, str]], kinds: set[str]) -> list[str]:
    return [path for kind, path in targets.values() if kind in kinds]


def _comments(package: Package, paths: list[str], places: dict[str, str], found: Findings) -> None:
    for path in paths:
        tree = package.tree(path)
        for comment in tree.iter(f"{W}comment") if tree is not None else ():
            author = comment.get(f"{W}author") or "somebody"
            place = places.get(comment.get(f"{W}id", ""), "")
            found.remark(f"Comment by {author}{place}:", text_of(comment), kept=True)


class _Part:
    """One part of the document with text: the body, the footnotes or the endnotes."""

    def __init__(
        self,
        tree: Element,
        package: Package,
        targets: dict[str, tuple[str, str]],
        findings: Findings,
    ) -> None:
        self.tree = tree
        self.package = package
        self.targets = targets
        self.findings = findings
        self.parents = {child: parent for parent in tree.iter() for child in parent}

    def mark(self) -> None:
        self._alternatives()
        self._deleted()
        for box in [*self.tree.iter(f"{W}txbxContent")]:
            self._text_box(box)
        for equation in [*self.tree.iter(f"{M}oMath")]:
            self._equation(equation)
        for drawing in [*self.tree.iter(f"{W}drawing"), *self.tree.iter(f"{W}pict")]:
            self._drawing(drawing)
        for thing in [*self.tree.iter(f"{W}object")]:
            self.findings.remark(
                f"An embedded object{self._place(thing)} was left out, but for its picture. Add "
                "what it says by hand."
            )
        for field in [*self.tree.iter(f"{W}fldSimple")]:
            self._put(field, list(field))
        for ruby in [*self.tree.iter(f"{W}ruby")]:
            self._ruby(ruby)
        self._count()

    def commented(self) -> dict[str, str]:
        """Where each comment stands, by its id."""
        marks = self.tree.iter(f"{W}commentReference")
        return {one.get(f"{W}id", ""): self._place(one) for one in marks}

    # -- the tree -----------------------------------------------------------------

    def _put(self, old: Element, new: list[Element]) -> None:
        """Put elements in the place of another."""
        parent = self.parents.get(old)
        if parent is None or old not in parent:
            return
        at = list(parent).index(old)
        parent[at : at + 1] = new
        for element in new:
            self.parents[element] = parent
            self.parents.update((child, one) for one in element.iter() for child in one)

    def _above(self, element: Element, tag: str) -> Element | None:
        above = self.parents.get(element)
        while above is not None and above.tag != tag:
            above = self.parents.get(above)
        return above

    def _place(self, element: Element) -> str:
        paragraph = self._above(element, f"{W}p")
        words = begin(text_of(paragraph)) if paragraph is not None else ""
        return f" (in the paragraph “{words}”)" if words else ""

    def _in_run(self, text: str) -> Element:
        run = Element(f"{W}r")
        SubElement(run, f"{W}t").text = text
        return run

    def _say_in_place(self, element: Element, text: str) -> None:
        """Put words in the place of an element, in a run or beside one."""
        run = self._in_run(text)
        parent = self.parents.get(element)
        inside = parent is not None and parent.tag == f"{W}r"
        self._put(element, list(run) if inside else [run])

    # -- what is found ------------------------------------------------------------

    def _alternatives(self) -> None:
        """Choose one of the forms in which Word writes a thing for old and new programs."""
        for both in [*self.tree.iter(f"{MC}AlternateContent")]:
            forms = [*both.findall(f"{MC}Choice"), *both.findall(f"{MC}Fallback")]
            with_picture = [one for one in forms if next(one.iter(f"{A}blip"), None) is not None]
            chosen = next(iter(with_picture or forms), None)
            self._put(both, [] if chosen is None else list(chosen))

    def _deleted(self) -> None:
        for tag, what in _DELETED.items():
            for element in [*self.tree.iter(tag)]:
                words = text_of(element)
                if not words:
                    continue  # the mark of a paragraph or a row, which mammoth understands
                self._put(element, [])
                author = element.get(f"{W}author") or "somebody"
                message = f"{what} by {author}{self._place(element)}:"
                self.findings.remark(message, words, kept=tag == f"{W}del")

    def _text_box(self, box: Element) -> None:
        """The paragraphs of a text box go below the one that it hangs on."""
        paragraph = self._above(box, f"{W}p")
        words = text_of(box)
        if paragraph is None or not words:
            return
        content = list(box)
        self._put(box, [])
        parent = self.parents[paragraph]
        at = list(parent).index(paragraph) + 1
        parent[at:at] = content
        self.parents.update((one, parent) for one in content)
        self.findings.remark(
            f"A text box became part of the text{self._place(box)}. Look whether it stands in the "
            "right place.",
            words,
        )

    def _equation(self, equation: Element) -> None:
        words = text_of(equation)
        self.findings.remark(
            f"An equation{self._place(equation)} became plain text. Look whether it is still "
            "right; if not, put it in as a picture.",
            words,
        )
        parent = self.parents.get(equation)
        whole = parent if parent is not None and parent.tag == f"{M}oMathPara" else equation
        self._put(whole, [self._in_run(f"[Equation: {words}]")])

    def _drawing(self, drawing: Element) -> None:
        """A drawing without a picture in it: a chart, a diagram, a shape."""
        for blip in drawing.iter(f"{A}blip"):
            linked = self.targets.get(blip.get(f"{R}link", ""))
            if blip.get(f"{R}embed"):
                return
            if linked:
                self.findings.remark("A picture is not in the document but elsewhere:", linked[1])
                self._say_in_place(drawing, f"[Picture: {linked[1]}]")
                return
        if any(one.tag == f"{VML}imagedata" or one.tag.endswith("}txbx") for one in drawing.iter()):
            return
        words = " ".join(filter(None, [text_of(drawing), *self._of_parts(drawing)]))
        if not words and drawing.tag == f"{W}pict":
            return  # lines and frames
        self.findings.remark(
            f"A chart, a diagram or a shape{self._place(drawing)} was left out, but for its words. "
            "If it matters, save it as a picture and put that in.",
            words,
        )
        self._say_in_place(drawing, f"[Drawing: {words}]" if words else "[Drawing]")

    def _of_parts(self, drawing: Element) -> list[str]:
        """The words of a chart or a diagram, which stand in parts of their own."""
        names = [
            one.get(f"{R}id") or one.get(f"{R}dm") or ""
            for one in drawing.iter()
            if one.tag in {f"{CHART}chart", f"{DIAGRAM}relIds"}
        ]
        trees = [self.package.tree(self.targets[name][1]) for name in names if name in self.targets]
        return [text_of(tree) for tree in trees if tree is not None]

    def _ruby(self, ruby: Element) -> None:
        base, above = ruby.find(f"{W}rubyBase"), ruby.find(f"{W}rt")
        words = text_of(base) if base is not None else ""
        said = text_of(above) if above is not None else ""
        self._say_in_place(ruby, f"{words} ({said})" if said else words)

    def _count(self) -> None:
        """Name what only has to be known of once."""
        breaks = [one for one in self.tree.iter(f"{W}br") if one.get(f"{W}type") == "page"]
        if breaks:
            self.findings.remark(f"Page breaks were left out ({len(breaks)}).")
        for run in self.tree.iter(f"{W}r"):
            hidden = run.find(f"{W}rPr/{W}vanish")
            if hidden is not None and hidden.get(f"{W}val") not in {"0", "false"} and text_of(run):
                self.findings.remark(
                    "Hidden text is in the draft now, for all to see:", text_of(run)
                )
