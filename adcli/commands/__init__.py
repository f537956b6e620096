"""The command line, one module a command; a module is imported when its command is called."""

from __future__ import annotations

from importlib import import_module

import click

from adcli.version import __version__

COMMANDS = (
    "grad",
    "trace",
    "eval",
    "jvp",
    "vjp",
    "jacobian",
    "hessian",
    "hvp",
    "taylor",
    "diff",
    "check",
    "compare",
    "batch",
    "functions",
)


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"adcli.commands.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if args and args[0] not in (*COMMANDS, *known) and not ctx.resilient_parsing:
            from adcli.commands.usage import unknown_command

            raise click.UsageError(unknown_command(args[0], COMMANDS), ctx)
        return super().parse_args(ctx, args)


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="adcli %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Differentiate formulas exactly, and see every step.

    \b
    Examples:
      adcli grad "sin(x1) + x1*x2" --at x1=2,x2=3
      adcli trace "x^2 + 3x + 1" --at x=2 --mode forward
      adcli grad samples/horner.ad --at x=2,a=[1,3,1]

    An EXPRESSION is a formula or a program, the file of a program (FILE.ad), or - for standard input.

    Exit codes: 0 every answer is a finite number; 1 an expression failed or an answer is not finite; 2 the command line is wrong;
    74 the output could not be written.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
