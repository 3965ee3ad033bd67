"""The commands for operators: make a site, explain it, prove it, look at it."""

import sys
import time
from pathlib import Path

import click

from sitegen import urls
from sitegen.build import ROOT, Options, build_site, explain, plan_site
from sitegen.build import clean as clean_cache
from sitegen.cli.accounts import accounting, built, checked, json_option, planned
from sitegen.cli.options import cache_option, output_option, path, traceback_option, what_to_build, workers_option
from sitegen.cli.terminal import print_lines, say, say_safely
from sitegen.config import Config
from sitegen.engine.executors import open_executor
from sitegen.engine.report import open_progress
from sitegen.errors import CheckError, ConfigError
from sitegen.messages import command, plan_lines, report_lines, result_lines, shown, why_lines
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.run import check_site
from sitegen.publish.disk import write_in_one_step
from sitegen.publish.nu import nu_findings
from sitegen.publish.serve import make_server
from sitegen.publish.swap import plain_folder, refuse_overlap, standing
from sitegen.sample.write import Scale, write_sample


class StoppedAfterSwapError(click.Abort):
    """The operator stopped a build whose new site was in place already."""


@click.command()
@output_option
@workers_option
@json_option
@what_to_build
def build(output: Path, workers: int, json_file: Path | None, options: Options, settings: Config) -> None:
    """Turn upstream files into a finished site, check it and swap it into place.

    Example: python build.py build --data data --output output
    """
    begun = time.monotonic()
    stood = standing(plain_folder(output))
    with accounting("build", json_file) as account:
        try:
            result = build_site(options, settings, output, workers, lambda: open_progress(sys.stderr), account.say)
            account.add(**built(result, output))
            if result.manifest.preview:
                empty = "operator, contact or privacy_contact is empty"
                say_safely(f"PREVIEW, NOT FOR PUBLICATION: {empty} in {shown(settings.path)}; every page says so")
            print_lines(result_lines(result, output, time.monotonic() - begun))
        except KeyboardInterrupt as error:
            if standing(plain_folder(output)) != stood:
                raise StoppedAfterSwapError from error
            raise


@click.command()
@output_option
@workers_option
@json_option
@what_to_build
def plan(output: Path, workers: int, json_file: Path | None, options: Options, settings: Config) -> None:
    """Show what a build would do now, and why; nothing is made. Takes every option of build.

    Example: python build.py plan --data data
    """
    del workers  # of no matter to what would be done
    with accounting("plan", json_file) as account:
        refuse_overlap(plain_folder(output), plain_folder(options.cache), options.data)
        found = plan_site(options, settings, account.say)
        account.add(tasks=planned(found))
        print_lines(plan_lines(found))


@click.command()
@click.argument("address", metavar="URL")
@cache_option
@click.option("--full", is_flag=True, help="Every table and file on the way, as a tree.")
@traceback_option
def why(address: str, cache: Path, full: bool) -> None:
    """Show where a published file comes from: its stage and part, and the upstream files that reach it.

    Example: python build.py why gwent/nb85/
    """
    print_lines(why_lines(explain(address, cache), full=full))


@click.command()
@cache_option
@click.option("--all", "everything", is_flag=True, help="The whole cache; the next build then makes everything anew.")
@traceback_option
def clean(cache: Path, everything: bool) -> None:
    """Delete from the cache what the last build did not use; the site itself is never touched.

    Example: python build.py clean --cache .cache
    """
    cleaned = clean_cache(cache, everything=everything)
    click.echo(f"{_mib(cleaned.freed_bytes)} freed, {_mib(cleaned.kept_bytes)} of finished work kept in {cache}")


@click.command()
@click.argument("folder", type=path, default=Path("output"))
@click.option("--nu", is_flag=True, help="Hold every page against the HTML standard too; needs Java and the Nu validator of `npm ci`.")
@workers_option
@json_option
@traceback_option
def check(folder: Path, nu: bool, workers: int, json_file: Path | None) -> None:
    """Prove a built site, or any copy of one: files, links, numbers, privacy, budgets.

    Example: python build.py check output --nu
    """
    _refuse_no_site(folder)
    with accounting("check", json_file) as account:
        with open_executor(workers) as executor:
            # Only what can be known of a site that may come from elsewhere: where the project and the folder lie here.
            report = check_site(folder, machine=Machine.of((ROOT, folder)), executor=executor)
        invalid = nu_findings(folder, ROOT / "node_modules") if nu else None
        print_lines(report_lines(report, invalid))
        found = [finding.line for finding in (*report.findings, *(invalid or []))]
        account.add(folder=str(folder), files=report.files, checked=checked(report), findings=[*found])
        if found:
            raise CheckError(f"{folder}: {len(found):,} findings")


@click.command()
@click.argument("folder", type=path, default=Path("output"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets other machines in.")
@click.option("--port", default=8000, show_default=True, help="0 takes any free one.")
@click.option("--prefix", default="/", show_default=True, metavar="PATH", help="Path to serve the site under, like /mirror/a/.")
@traceback_option
def serve(folder: Path, host: str, port: int, prefix: str) -> None:
    """Look at a built site in a browser; ends with Ctrl-C.

    Example: python build.py serve output --prefix /mirror/a/
    """
    _refuse_no_site(folder)
    server = make_server(folder, host, port, prefix)
    path = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"
    try:
        click.echo(f"{folder} is at http://{host}:{server.server_address[1]}{path} (Ctrl-C ends it)")
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        say("ended")
    finally:
        server.server_close()


@click.command()
@click.argument("folder", type=path, default=Path("sample"))
@click.option("--scale", type=click.Choice(["county", "region", "national"]), default="county", show_default=True, help="How large a land.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another number makes other things happen there.")
@click.option("--months", type=click.IntRange(1, 120), help="Months of crime (default: 36, for national 12).")
@traceback_option
def sample(folder: Path, scale: Scale, seed: int, months: int | None) -> None:
    """Invent a land and write its upstream files, to build a site from.

    county: two forces, 40 neighbourhoods, 4,400 snap points, a map of its own. region: 8 forces, 400 neighbourhoods.
    national: 45 forces, 4,800 neighbourhoods, 750,000 snap points; for measuring, it takes minutes and gigabytes.

    Example: python build.py sample sample

    Another: python build.py sample big --scale region --months 6 --seed 2
    """
    write_sample(folder, seed=seed, scale=scale, months=months)
    click.echo(f"an invented {scale} lies in {folder}; bake it: {command()} build --data {folder}")


@click.command()
@click.argument("file", type=path, default=Path("data/site.toml"))
@traceback_option
def settings(file: Path) -> None:
    """Write the file of settings to fill in: who runs the site, and how it is built.

    Example: python build.py settings data/site.toml
    """
    if file.exists():
        raise ConfigError(f"{file}: is there already; edit it, or name another file")
    write_in_one_step(file, (ROOT / "content" / "site.toml").read_bytes())
    click.echo(f"{file}: say in it who runs the site; until then every page says that it is a preview")


def _refuse_no_site(folder: Path) -> None:
    if not folder.is_dir():
        what = "a file, not a folder; name the site's folder" if folder.exists() else "no such folder; build the site first: python build.py build"
        raise ConfigError(f"{folder}: {what}")
    if not any((folder / path).exists() for path in (urls.MANIFEST, urls.CHECKSUMS, "index.html")):
        raise ConfigError(f"{folder}: this is no site: no manifest.json, SHA256SUMS or index.html in it; name the folder that a build wrote")


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / (1 << 20):,.1f} MiB"
