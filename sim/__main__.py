"""The command line: everything that is done outside notebooks. ``python -m sim --help`` lists it.

Exit codes: 0 done and passed, 1 done and something did not pass, 2 the command or a value was wrong.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import sim
import sim.experiment
from sim.core.knob import ParameterError, knobs

ROOT = Path(__file__).resolve().parent.parent
BENCHES = ("spread", "slider", "audience", "desk", "crisis", "campaign", "community", "analytics", "world", "mutation")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may not know Chinese; a question mark is better than a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except (ParameterError, ValueError, FileExistsError, FileNotFoundError, ModuleNotFoundError) as error:
        print(f"sim {args.command}: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sim", description="Social Media Operations Lab, outside notebooks."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        made.add_argument("--json", action="store_true", help="end with one JSON object on the last line")
        return made

    one = command("simulate", _simulate, "Run one scenario once and print its metrics.")
    _world_options(one)
    one.add_argument("--replication", type=int, default=0, help="which of the seed's worlds (default 0)")
    two = command("compare", _compare, "Run the base scenario against a changed one on common random numbers.")
    _world_options(two)
    two.add_argument("--replications", type=int, default=20, help="paired worlds (default 20)")
    two.add_argument("--both", action="append", default=[], metavar="PATH=VALUE", help="change it in both scenarios")
    two.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    claims = command("claims", _claims, "Test the handbook's claims on paired runs; 1 if a direction is not supported.")
    claims.add_argument("ids", nargs="*", metavar="ID", help="some of them, such as C2.3-4 (default: all)")
    claims.add_argument("--tier", choices=("A", "B", "C"), default="", help="only claims of this tier")
    claims.add_argument("--replications", type=int, default=30, help="paired worlds (default 30)")
    claims.add_argument("--seed", type=int, default=1, help="seed of the worlds (default 1)")
    claims.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    claims.add_argument(
        "--write", action="store_true", help="keep what was found and write the status page docs/claims.md"
    )
    bench = command("bench", _bench, "Measure speed as ratios on this machine.")
    bench.add_argument("what", choices=BENCHES)
    bench.add_argument("--quick", action="store_true", help="fewer repetitions")
    facts = command("facts", _facts, "Measure the stylised facts; passed when all but two are met.")
    facts.add_argument(
        "ids", nargs="*", metavar="ID", help="some of them, e.g. O1 O8 (default: all); all of these must be met"
    )
    facts.add_argument("--seeds", type=int, default=20, help="replications (default 20)")
    facts.add_argument("--seed", type=int, default=2016, help="seed of the worlds (default 2016)")
    facts.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    books = command("notebooks", _notebooks, "Execute and normalise the stored notebooks.")
    books.add_argument("names", nargs="*", help="some of them (default: all)")
    books.add_argument("--check", action="store_true", help="change nothing, list what is wrong")
    work = command("exercises", _exercises, "Make the trainees' exercises from the solutions.")
    work.add_argument("--check", action="store_true", help="change nothing, list what differs")
    data = command("datasets", _datasets, "Make the data sets of the course from one seed, or check them byte by byte.")
    data.add_argument("--seed", type=int, default=7, help="seed of the world (default 7, the stored files)")
    data.add_argument("--out", type=Path, metavar="DIR", help="write there instead of in this repository")
    data.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these data sets alone, such as posts")
    data.add_argument("--check", action="store_true", help="write nothing, say which stored file differs")
    marks = command("grade", _grade, "Grade submissions in a box, with personal seeds; results as CSV.")
    marks.add_argument(
        "places", nargs="+", type=Path, metavar="FOLDER_OR_FILE", help="notebooks (.ipynb) or Python files (.py)"
    )
    marks.add_argument("--out", type=Path, metavar="CSV", help="write results there, row by row")
    marks.add_argument("--resume", action="store_true", help="go on with the file of an interrupted batch")
    marks.add_argument("--key", type=Path, metavar="FILE", help="the instructor's key (or SIM_INSTRUCTOR_KEY_FILE)")
    marks.add_argument("--practice", action="store_true", help="no key: public practice seeds, to try the command out")
    bundle = command("bundle", _bundle, "Make the trainee edition: no solutions, hidden tests, truth or key.")
    bundle.add_argument("target", type=Path, metavar="FOLDER_OR_ZIP")
    bundle.add_argument(
        "--wheels", type=Path, metavar="FOLDER", help="put these packages in, for rooms without internet"
    )
    key = command("key", _key, "Make the instructor's key, from which each student's seeds come.")
    key.add_argument("file", type=Path, help="a new file outside this folder; keep a copy: grades depend on it")
    listed = command("parameters", _parameters, "List every parameter with unit, range, mark and source.")
    listed.add_argument("--write", action="store_true", help="make docs/parameters.md and docs/glossary.md anew")
    listed.add_argument("--check", action="store_true", help="change nothing, say whether these pages are still true")
    return parser


def _world_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, help="seed of the world (default 1)")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        dest="changes",
        help="change a parameter; repeatable",
    )


def _changed(changes: Sequence[str], scenario: sim.Scenario = sim.base) -> sim.Scenario:
    wanted: dict[str, Any] = {}
    declared = knobs(sim.base)
    for change in changes:
        path, equals, text = change.partition("=")
        if not equals:
            raise ParameterError(f"--set {change!r} is not of the form PATH=VALUE.")
        kind = declared[path].kind if path in declared else "number"
        wanted[path] = _value(kind, text)
    return sim.vary(scenario, wanted) if wanted else scenario


def _value(kind: str, text: str) -> Any:
    if kind == "choice":
        return text
    if kind == "switch":
        return {"true": True, "on": True, "false": False, "off": False}.get(text.lower(), text)
    if kind == "subset":
        return tuple(text.split(","))
    numbers = [_number(part) for part in text.split(",")]
    return numbers if kind in ("mix", "table") else numbers[0]


def _number(text: str) -> Any:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _simulate(args: argparse.Namespace) -> int:
    run = sim.simulate(_changed(args.changes), seed=args.seed, replication=args.replication)
    found = sim.measure(run, sim.METRICS)
    for name, value in found.items():
        metric = sim.METRICS[name]
        print(f"{metric.label:<32} {value:>14,.{metric.decimals}f} {metric.unit}")
    items = [
        {"id": name, "verdict": "measured", "value": value, "low": None, "high": None} for name, value in found.items()
    ]
    return _finish(args, items)


def _compare(args: argparse.Namespace) -> int:
    base = sim.vary(_changed(args.both), {}, name="base")
    changed = _changed(args.changes, base)
    if changed is base:
        raise ParameterError("compare needs at least one --set PATH=VALUE: without it both scenarios are the same.")
    with sim.experiment.local_workers(args.jobs) if args.jobs > 1 else nullcontext() as executor:
        results = sim.compare([base, changed], replications=args.replications, seed=args.seed, executor=executor)
    table = sim.differences(results, baseline=base.name)
    print(f"{changed.name} against {base.name}, {args.replications} paired replications, seed {args.seed}")
    print(table.drop(columns="scenario").to_string(index=False, float_format=lambda x: f"{x:.4g}"))
    items = [
        {"id": row.metric, "verdict": row.verdict, "value": row.difference, "low": row.low, "high": row.high}
        for row in table.itertuples()
    ]
    return _finish(args, items)


def _claims(args: argparse.Namespace) -> int:
    from sim.course import claims

    wanted = claims.chosen(args.ids, tier=args.tier)
    if args.write and not (ROOT / "docs").is_dir():
        raise FileNotFoundError("docs/ is part of the repository, not of the installed package: run it there.")
    found, store = [], ROOT / "docs" / "claims.json"
    records = claims.kept(store)
    with sim.experiment.local_workers(args.jobs) if args.jobs > 1 else nullcontext() as executor:
        for claim in wanted:
            found.append(claims.run_claim(claim, replications=args.replications, seed=args.seed, executor=executor))
            print(claims.text(found[-1]), flush=True)
            if args.write:  # after each claim: a run that is stopped has lost nothing
                records[claim.id] = claims.record(found[-1])
                claims.keep(store, records, claims.CLAIMS)
    if args.write:
        said = claims.page(records, claims.CLAIMS)
        store.with_suffix(".md").write_text(said, encoding="utf-8", newline="\n")
    supported = sum(one.verdict == "supported" for one in found)
    print(f"{supported} of {len(found)} supported")
    return _finish(args, claims.items(found), passed=supported)


def _bench(args: argparse.Namespace) -> int:
    if not (ROOT / "benchmarks" / f"{args.what}.py").exists():
        raise FileNotFoundError(
            "the benchmarks are part of the repository, not of the installed package: run it there."
        )
    sys.path.insert(0, str(ROOT))
    rows = importlib.import_module(f"benchmarks.{args.what}").run(quick=args.quick)
    for row in rows:
        said = "  ".join(f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items() if k != "id")
        print(f"{row['id']:<34} {said}")
    if args.json:
        passed = sum(row.get("passed", True) for row in rows)
        print(json.dumps({"passed": passed, "total": len(rows), "items": rows}, ensure_ascii=False))
    return 0 if all(row.get("passed", True) for row in rows) else 1


def _notebooks(args: argparse.Namespace) -> int:
    from sim.course import notebooks

    return _findings(args, notebooks.run(args.names, check=args.check))


def _exercises(args: argparse.Namespace) -> int:
    exercises = _instructors("exercises")
    return _findings(args, exercises.run(check=args.check))


def _datasets(args: argparse.Namespace) -> int:
    from sim.course.datasets import make

    out = args.out or ROOT
    if args.out is None and not (ROOT / "datasets").is_dir():
        raise FileNotFoundError(
            "datasets/ is part of the repository, not of the installed package: name a folder, --out."
        )
    done = make.make(args.seed, out, only=args.only, check=args.check)
    if args.check:
        return _findings(args, done)
    print("\n".join(done))
    return _finish(
        args,
        [
            {"id": name, "verdict": "made", "value": (out / name).stat().st_size, "low": None, "high": None}
            for name in done
        ],
    )


def _instructors(name: str) -> Any:
    """Import a module that the trainee edition leaves out."""
    try:
        return importlib.import_module(f"sim.course.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"sim.course.{name}":
            raise
        raise ModuleNotFoundError("this command belongs to the instructor edition of the course.") from None


def _grade(args: argparse.Namespace) -> int:
    runner, results, personal = map(_instructors, ("runner", "results", "personal"))
    key = None if args.practice else personal.load_key(args.key)
    if args.key and _instructors("sandbox").exposed(args.key):
        raise ValueError(f"the key file {args.key} lies where every submission may read: move it elsewhere.")
    kept, rows = results.Results(args.out, resume=args.resume), []
    try:
        with runner.Grader(key) as grader:
            print(
                f"isolation: {grader.isolation}"
                + (f" ({grader.why})" if grader.why else "")
                + ("" if key else "; public practice seeds, not for marks")
            )
            for row in runner.grade(args.places, grader, kept):
                rows.append(row)
                print(f"{row.student}  {row.exercise}  {row.points:g} of {row.of:g}  {row.verdict}", flush=True)
    except KeyboardInterrupt:
        print(f"stopped; {len(rows)} graded" + (", go on with --resume" if args.out else ""), file=sys.stderr)
        return 130
    print(f"{len(rows)} graded" + (f", results in {args.out}" if args.out else ""))
    items = [
        {"id": f"{r.student} {r.exercise}", "verdict": r.verdict, "value": r.points, "low": 0, "high": r.of}
        for r in rows
    ]
    _finish(args, items)
    return 0


def _bundle(args: argparse.Namespace) -> int:
    names = _instructors("bundle").write(args.target, wheels=args.wheels)
    print(f"{args.target}: the trainee edition, {len(names)} files")
    return _finish(args, [])


def _key(args: argparse.Namespace) -> int:
    path = _instructors("personal").make_key(args.file)
    print(f"{path}: a new key. Keep it secret and keep a copy: the same marks need the same key.")
    return _finish(args, [])


def _findings(args: argparse.Namespace, findings: list[str]) -> int:
    print("\n".join(findings) if findings else f"{args.command}: no findings")
    items = [{"id": f, "verdict": "finding", "value": None, "low": None, "high": None} for f in findings]
    return _finish(args, items, passed=0) if findings else _finish(args, [])


def _facts(args: argparse.Namespace) -> int:
    from sim.course import facts

    with sim.experiment.local_workers(args.jobs) if args.jobs > 1 else nullcontext() as executor:
        entries = facts.check(args.ids, seeds=args.seeds, seed=args.seed, executor=executor)
    print(facts.table(entries).to_string(index=False))
    for entry in entries:
        print(f"{entry['id']:<4} {entry['verdict']:<8} {entry['statement']}")
    met = sum(entry["verdict"] == "inside" for entry in entries)
    enough = len(entries) if args.ids else facts.ENOUGH
    print(f"{met} of {len(entries)} facts met, {enough} needed, {args.seeds} replications, seed {args.seed}")
    _finish(args, entries, passed=met)
    return 0 if met >= enough else 1


def _parameters(args: argparse.Namespace) -> int:
    if args.write or args.check:
        return _reference(args)
    table = sim.describe(sim.base)
    print(table.drop(columns=["source"]).to_string(index=False, max_colwidth=48))
    items = [
        {"id": row.path, "verdict": row.mark, "value": row.value, "low": row.low, "high": row.high}
        for row in table.itertuples()
    ]
    return _finish(args, items)


def _reference(args: argparse.Namespace) -> int:
    from sim.course import reference

    stale = reference.check() if args.check else reference.write()
    for name in reference.PAGES:
        said = "no longer true" if args.check else "written"
        print(f"docs/{name}: {said if name in stale else 'up to date'}")
    verdict = "stale" if args.check else "written"
    items = [{"id": f"docs/{name}", "verdict": verdict if name in stale else "current", "value": None, "low": None,
              "high": None} for name in reference.PAGES]  # fmt: skip
    return _finish(args, items, passed=len(items) - len(stale) if args.check else None)


def _finish(args: argparse.Namespace, items: list[dict[str, Any]], *, passed: int | None = None) -> int:
    count = len(items) if passed is None else passed
    if args.json:
        clean = [{k: None if isinstance(v, float) and v != v else v for k, v in item.items()} for item in items]
        print(json.dumps({"passed": count, "total": len(items), "items": clean}, ensure_ascii=False))
    return 0 if count == len(items) else 1


if __name__ == "__main__":
    sys.exit(main())
