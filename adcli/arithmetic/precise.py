"""Many digits: mpmath's numbers in a context of their own, so that no other user of mpmath is disturbed. Needs the extra `precision`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adcli.arithmetic.multiprecision import POLES, Multiprecision
from adcli.arithmetic.multiprecision_special import UNCERTAIN_BITS, is_special, size
from adcli.build import template
from adcli.codegen import compile_graph
from adcli.errors import LimitError
from adcli.functions import FUNCTIONS, Function
from adcli.rules import operand_names, rule


class _Functions(dict[str, Callable[..., Any]]):
    """What each of the table's names computes, made when first asked for."""

    def __init__(self, numbers: Precise) -> None:
        super().__init__()
        self.numbers = numbers
        self.library = Multiprecision(numbers.context, numbers.doubt)

    def __missing__(self, name: str) -> Callable[..., Any]:
        entry = FUNCTIONS[name]
        text = entry.value and not hasattr(self.library, f"_{name}") and name != "sinc"
        made = self._text(entry) if text else self.library.function(name)
        if made is None:
            raise LookupError(f"mpmath has no {name}: give its entry a value text, or tell arithmetic/multiprecision.py")
        if entry.home:
            made = self._raised(name, made)
        self[name] = made
        return made

    def _text(self, entry: Function) -> Callable[..., Any]:
        graph = template(entry.value, entry.names)
        compiled = compile_graph(graph, graph.outputs, entry.names, self, self.numbers.constant)
        return lambda *operands: compiled(*operands)[0]

    def _raised(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose formula loses digits, computed with more: as many again, and those that its operands' sizes may cost."""
        context = self.numbers.context

        def raised(*operands: Any) -> Any:
            if any(map(is_special, operands)) or (name in POLES and operands[0] == 0):
                return self.library.as_floats(name, operands)
            before = context.prec
            sizes = [abs(size(x)) for x in operands if x]
            context.prec = 2 * before + 4 * min(max(sizes, default=0), before) + 20
            try:
                out = function(*operands)
            finally:
                context.prec = before
            return +out

        return raised


class Precise:
    """The arithmetic of numbers with so many significant digits. Conditions are bools; exponents have practically no end.

    `shown` is how many digits the numbers print with, all by default. Raises LimitError where mpmath is not installed.
    """

    decides = True
    takes_floats = False

    def __init__(self, digits: int, shown: int = 0) -> None:
        try:
            from mpmath.ctx_mp import MPContext
        except ImportError:
            raise LimitError("many digits need mpmath", advice="install it with pip install 'adcli[precision]'") from None
        self.digits = digits
        self.shown = shown or digits
        self.doubtful = False  # whether something was taken as 0, whole or equal that was so within rounding errors only
        self.context = MPContext()
        self.context.dps = digits
        self.context.mpf.__repr__ = self.context.mpf.__str__ = lambda value: self.text(value)  # a class of this context's own
        self.functions = _Functions(self)
        self.cancelled = False  # whether a sweep's sum came out as 0
        self.flow = self.functions["flow"]
        self._slopes: dict[tuple[str, tuple[int, ...]], Callable[..., tuple[Any, ...]]] = {}

    def doubt(self) -> None:
        """Note that a result depends on what rounding errors may have made."""
        self.doubtful = True

    def add(self, a: Any, b: Any) -> Any:
        """The sum."""
        total = self.functions["add"](a, b)
        if total == 0 and a != 0:
            self.cancelled = True
        return total

    def is_short(self, value: Any) -> bool:
        """Whether a number's binary or decimal digits end in the first third of those there are, as those of a rounded one hardly do."""
        if not isinstance(value, self.context.mpf) or is_special(value):
            return False
        if value._mpf_[3] * 3 < self.context.prec:
            return True
        text = self.context.nstr(value, int(self.digits - UNCERTAIN_BITS * 0.31)).partition("e")[0]
        return 3 * len(text.replace(".", "").strip("-0")) < self.digits

    def text(self, value: Any) -> str:
        """The number rounded to the digits shown; without zeros at its end where it is that decimal, as far as its digits tell."""
        if is_special(value):
            return "nan" if value != value else "inf" if value > 0 else "-inf"
        short, full = (
            self.context.nstr(value, self.shown, strip_zeros=strip, min_fixed=-5, max_fixed=self.shown)
            .removesuffix(".0")
            .replace(".0e", "e")
            for strip in (True, False)
        )
        gap = value - self.context.mpf(short)
        return str(short if gap == 0 or size(gap) < size(value) - self.context.prec + UNCERTAIN_BITS else full).removesuffix(".")

    def number(self, text: str) -> Any:
        """The number nearest to a decimal as it was written, or to a constant."""
        return +self.constant(text)

    def constant(self, text: str) -> Any:
        """The same, but a constant as one that has the digits of the moment."""
        context = self.context
        if text in ("pi", "e"):
            return getattr(context, text)
        return 2 * context.pi if text == "tau" else context.mpf(text)

    def partials(self, function: str, wanted: tuple[int, ...], arguments: Sequence[Any], out: Any) -> tuple[Any, ...]:
        """The partial by each wanted operand; nan where the function itself is nan."""
        if out != out:
            return tuple([out if want else None for want in wanted])
        slopes = self._slopes.get((function, wanted)) or self._compiled(function, wanted)
        return slopes(*arguments, out)

    def _compiled(self, function: str, wanted: tuple[int, ...]) -> Callable[..., tuple[Any, ...]]:
        graph = rule(function, len(wanted))
        outputs = [i if want else None for i, want in zip(graph.outputs, wanted, strict=True)]
        names = (*operand_names(function, len(wanted)), "out")
        slopes = compile_graph(graph, outputs, names, self.functions, self.constant)
        self._slopes[function, wanted] = slopes
        return slopes
