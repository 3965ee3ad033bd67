"""Templates compiled for speed: macros are laid into the pages that call them, and texts stand translated in the code.

A component stays a macro for those who write pages. When a template is compiled, each `{{ macro(…) }}` and
`{% call macro(…) %}` whose macro needs nothing but its arguments becomes the macro's body; a text for translation without a
plural becomes its translation. What is rendered stays the same, but for white space; a test compares it with Jinja's own way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import count
from typing import Any

from jinja2 import Environment, meta, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_SPACE = re.compile(r"[ \t]*\n\s*")
_BLOCK = (
    "(?:table|caption|thead|tbody|tr|td|th|ul|ol|li|dl|dt|dd|div|section|article|nav|main|header|footer|details|summary|figure|figcaption|"
    "html|head|title|meta|link|script|template|body|form)"
)
"""Elements beside which a line break is never seen. Paragraphs and headings are not among them: a style may put them into a line."""
_UNSEEN = re.compile(rf"(</?{_BLOCK}\b[^<>]*>)\n|\n(?=</?{_BLOCK}\b)")
_KEPT = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
_PLACE = re.compile(r"%(?:\((\w+)\)s|%)?")
_marked = re.compile("[&<>\"']").search
_VIEWED = ("pages/", "layouts/")
_OURS = frozenset({"link", "asset", "plural_forms"})
"""What every template may call that needs nothing of Jinja's."""
Imports = Mapping[str, tuple[str, str]]
"""File and own name of imported macros, by the name they are imported under."""


def as_text(value: object) -> str:
    """A value as it stands in HTML: escaped, or as it is where it is markup."""
    if type(value) is str:
        return escape(value) if _marked(value) else value
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


def slim(html: str) -> str:
    """Template text without indentation, empty lines, and line breaks that are never seen; others stay a space between words. `pre` is kept."""
    parts = _KEPT.split(html)
    parts[::2] = [_UNSEEN.sub(r"\1", _SPACE.sub("\n", part)) for part in parts[::2]]
    return "".join(parts)


class InliningEnvironment(Environment):
    """An environment whose templates are compiled with the macros of `library` laid in."""

    library: Library | None = None
    has_preformatted = False

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        if self.library is not None:
            self.library.lay_in(source)
        made: str = super()._generate(source, name, filename, defer_init)
        return made


class _FastCode(CodeGenerator):
    """Jinja's code, with values escaped by `as_text` and, in pages and layouts, attributes asked of their values without a detour.

    There a name after a full stop is never a key of a dictionary; one that a view does not have is an AttributeError.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 (Jinja's name)
        self.writeline("as_text = environment.as_text")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        if (self.name or "").startswith(_VIEWED) and not (isinstance(node.node, nodes.Name) and node.node.name == "self"):
            self.visit(node.node, frame)
            self.write(f".{node.attr}")
        else:
            super().visit_Getattr(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 (Jinja's name)
        is_plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs or forward_caller)
        if (self.name or "").startswith(_VIEWED) and is_plain and (isinstance(node.node, nodes.Getattr) or _called(node) in _OURS):
            self.visit(node.node, frame)
            self.write("(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # Any: Jinja's private type
        self.write("as_text(")
        if finalize.src is not None:
            self.write(finalize.src)


InliningEnvironment.code_generator_class = _FastCode
InliningEnvironment.as_text = staticmethod(as_text)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _File:
    """One component file: its macros by name, and the macros it imports, by the name it gives them."""

    macros: Mapping[str, nodes.Macro]
    imports: Imports


class Library:
    """The macros of all component files, to be laid into templates."""

    def __init__(self, environment: Environment, sources: Mapping[str, str], translations: NullTranslations) -> None:
        """`sources` are the texts of all templates by name."""
        self.translations = translations
        self._environment = environment
        self._sources = sources
        self._files: dict[str, _File] = {}
        self._numbers = count()

    def lay_in(self, template: nodes.Template) -> None:
        """Change a parsed template in place. A file of macros stays as it is: only what could not be laid in calls it."""
        if template.find(nodes.Macro) is None:
            _LayIn(self, "", _imports(template)).visit(template)
            _drop_imports(template)
        for data in template.find_all(nodes.TemplateData):
            data.data = slim(data.data)
        for block in template.find_all(nodes.Block):
            _gather(block)

    def find(self, name: str, file: str, imports: Imports) -> tuple[str, nodes.Macro] | None:
        """The file and the macro that a name means in a file; None where it means none."""
        if file and name in self._file(file).macros:
            return file, self._file(file).macros[name]
        source, own = imports.get(name, ("", ""))
        macro = self._file(source).macros.get(own) if source in self._sources else None
        return (source, macro) if macro else None

    def body_of(self, file: str, macro: nodes.Macro, call: nodes.Call, inside: list[nodes.Node] | None) -> nodes.With | None:
        """The macro's body with its arguments bound; None where it needs anything else, or is called in an unusual way.

        `inside` is what stands between `call` and `endcall`.
        """
        values = _arguments(macro, call)
        if values is None:
            return None
        number = next(self._numbers)
        names = {name: f"{name}__{number}" for name in _bound(macro)}
        targets: list[nodes.Expr] = [nodes.Name(names[argument.name], "store") for argument in macro.args]
        made = nodes.With(targets, values, [_copy(node, names) for node in macro.body], lineno=macro.lineno)
        made.set_environment(self._environment)
        inner = _LayIn(self, file, self._file(file).imports)
        made.body = [piece for node in made.body for piece in _as_list(inner.visit(node))]
        alone = nodes.Template([nodes.With(targets, [nodes.Const(0) for _ in targets], made.body)], lineno=1)
        alone.set_environment(self._environment)
        if meta.find_undeclared_variables(alone) - set(self._environment.globals) - {"caller"}:
            return None
        _Caller(inside).visit(made)
        return made

    def _file(self, name: str) -> _File:
        if name not in self._files:
            parsed = self._environment.parse(self._sources[name], name)
            self._files[name] = _File({macro.name: macro for macro in parsed.find_all(nodes.Macro)}, _imports(parsed))
        return self._files[name]


class _LayIn(NodeTransformer):
    """Lays macros and texts into one file's nodes."""

    def __init__(self, library: Library, file: str, imports: Imports) -> None:
        self._library, self._file, self._imports = library, file, imports

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 (Jinja's name)
        made: list[nodes.Node] = []
        row: list[nodes.Expr] = []
        for child in node.nodes:
            self._place(child, row, made, node.lineno)
        return [*made, *_flushed(row, node.lineno)]

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802 (Jinja's name)
        self.generic_visit(node)
        found = self._find(node.call) if not node.args else None
        return (self._library.body_of(*found, node.call, node.body) if found else None) or node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 (Jinja's name)
        pieces = self._pieces(node) if not node.kwargs else None
        if pieces is not None and all(isinstance(piece, nodes.TemplateData) for piece in pieces):
            return nodes.Const(Markup("".join(piece.data for piece in pieces if isinstance(piece, nodes.TemplateData))), lineno=node.lineno)
        self.generic_visit(node)
        return node

    def _place(self, child: nodes.Expr, row: list[nodes.Expr], made: list[nodes.Node], line: int) -> None:
        """One expression of an output: into the row of plain ones, or as nodes of its own behind it."""
        if not isinstance(child, nodes.Call) or not isinstance(child.node, nodes.Name):
            row.append(self.visit(child))
            return
        pieces = self._pieces(child)
        if pieces is not None:
            for piece in pieces:
                self._place(piece, row, made, line)
            return
        instead = self._plural(child, line)
        if instead is None and (found := self._find(child)):
            self.generic_visit(child)
            instead = self._library.body_of(*found, child, None)
        if instead is None:
            row.append(self.visit(child))
            return
        made += [*_flushed(row, line), instead]
        row.clear()

    def _find(self, call: nodes.Call) -> tuple[str, nodes.Macro] | None:
        return self._library.find(call.node.name, self._file, self._imports) if isinstance(call.node, nodes.Name) else None

    def _pieces(self, call: nodes.Call) -> list[nodes.Expr] | None:
        """A text without a plural as its translation with the values between; None where it is no such call."""
        if not isinstance(call.node, nodes.Name) or call.node.name not in {"_", "gettext"} or not _is_texts(call.args, 1):
            return None
        return _filled(self._library.translations.gettext(call.args[0].value), call.kwargs)  # type: ignore[attr-defined]

    def _plural(self, call: nodes.Call, line: int) -> nodes.Node | None:
        """A text with a plural as a choice of two; None where it is no such call, or the language has more forms."""
        is_plural = isinstance(call.node, nodes.Name) and call.node.name == "ngettext" and _is_texts(call.args[:2], 2)
        if not is_plural or type(self._library.translations) is not NullTranslations:
            return None
        forms = [_filled(text.value, call.kwargs) for text in call.args[:2]]  # type: ignore[attr-defined]
        if None in forms:
            return None
        one, many = (self.visit_Output(nodes.Output(form or [], lineno=line)) for form in forms)
        return nodes.If(nodes.Compare(call.args[2], [nodes.Operand("eq", nodes.Const(1))]), one, [], many, lineno=line)


class _Caller(NodeTransformer):
    """Puts what stood between `call` and `endcall` where the macro calls its caller."""

    def __init__(self, inside: list[nodes.Node] | None) -> None:
        self._inside = inside

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 (Jinja's name)
        made: list[nodes.Node] = []
        row: list[nodes.Expr] = []
        for child in node.nodes:
            if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name == "caller":
                made += [*_flushed(row, node.lineno), *(self._inside or [])]
                row = []
            else:
                row.append(self.visit(child))
        return [*made, *_flushed(row, node.lineno)]

    def visit_Test(self, node: nodes.Test) -> nodes.Expr:  # noqa: N802 (Jinja's name)
        if node.name == "defined" and isinstance(node.node, nodes.Name) and node.node.name == "caller":
            return nodes.Const(self._inside is not None, lineno=node.lineno)
        self.generic_visit(node)
        return node


def _gather(block: nodes.Block) -> None:
    """Let a block make one text of its pieces: else Jinja hands each of thousands through every layout above it."""
    if block.find(nodes.Block) is not None or block.find(nodes.For) is None:
        return
    gathered = nodes.AssignBlock(nodes.Name("gathered__", "store"), None, block.body, lineno=block.lineno)
    block.body = [gathered, nodes.Output([nodes.Name("gathered__", "load")], lineno=block.lineno)]


def _imports(template: nodes.Template) -> Imports:
    """The file and own name of every imported macro, by the name it is imported under."""
    found: dict[str, tuple[str, str]] = {}
    for node in template.find_all(nodes.FromImport):
        if isinstance(node.template, nodes.Const):
            pairs = [(name, name) if isinstance(name, str) else name for name in node.names]
            found.update({here: (node.template.value, own) for own, here in pairs})
    return found


def _drop_imports(template: nodes.Template) -> None:
    """Leave out the imports that nothing calls any more."""
    used = {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}
    kept = []
    for node in template.body:
        if isinstance(node, nodes.FromImport):
            node.names = [name for name in node.names if (name if isinstance(name, str) else name[1]) in used]
        if not isinstance(node, nodes.FromImport) or node.names:
            kept.append(node)
    template.body = kept


def _arguments(macro: nodes.Macro, call: nodes.Call) -> list[nodes.Expr] | None:
    """The value of each argument of a macro in a call; None where Jinja should sort it out, or refuse it."""
    if call.dyn_args or call.dyn_kwargs or len(call.args) > len(macro.args):
        return None
    named = {keyword.key: keyword.value for keyword in call.kwargs}
    names = [argument.name for argument in macro.args]
    defaults = dict(zip(reversed(names), reversed(macro.defaults), strict=False))
    given = {**defaults, **named, **dict(zip(names, call.args, strict=False))}
    return [given[name] for name in names] if set(given) == set(names) else None


def _bound(macro: nodes.Macro) -> list[str]:
    """The names a macro gives to values: its arguments, and those it sets or loops over."""
    stored = [node.name for body in macro.body for node in body.find_all(nodes.Name) if node.ctx != "load"]
    stored += [body.name for body in macro.body if isinstance(body, nodes.Name)]
    return list(dict.fromkeys([*(argument.name for argument in macro.args), *stored]))


def _copy(value: Any, names: Mapping[str, str]) -> Any:  # Any: a node, or a value of one of its fields
    """A node and all below it again, with other names for the values it binds."""
    if isinstance(value, list):
        return [_copy(one, names) for one in value]
    if not isinstance(value, nodes.Node):
        return value
    if isinstance(value, nodes.Name):
        return nodes.Name(names.get(value.name, value.name), value.ctx, lineno=value.lineno)
    return type(value)(*(_copy(getattr(value, field), names) for field in value.fields), lineno=value.lineno)


def _filled(text: str, values: list[nodes.Keyword]) -> list[nodes.Expr] | None:
    """A text with its places filled, as a row of data and values; None where it names a value that is not given."""
    given = {keyword.key: keyword.value for keyword in values}
    row: list[nodes.Expr] = []
    end = 0
    for place in _PLACE.finditer(text):
        row.append(nodes.TemplateData(text[end : place.start()]))
        end = place.end()
        if place[0] == "%":
            return None
        if place[0] == "%%":
            row.append(nodes.TemplateData("%"))
        elif place[1] in given:
            row.append(_copy(given[place[1]], {}))
        else:
            return None
    return [*row, nodes.TemplateData(text[end:])]


def _called(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _is_texts(args: list[nodes.Expr], number: int) -> bool:
    return len(args) == number and all(isinstance(one, nodes.Const) and isinstance(one.value, str) for one in args)


def _flushed(row: list[nodes.Expr], line: int) -> list[nodes.Node]:
    return [nodes.Output(list(row), lineno=line)] if row else []


def _as_list(made: Any) -> list[nodes.Node]:  # Any: what a transformer returns
    return made if isinstance(made, list) else [made]
