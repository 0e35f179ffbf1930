#!/usr/bin/env python3
"""Times whole processes: mailint, named programs beside it, and how its time grows.

benches/compare.py [--runs N] [--quick] [--profile release|dist] [--results FILE]

Programs run by turns (A B C A B C …), so that a slow minute slows all; what counts are the medians of the ratios within
the rounds. mailint, a Rust hello and a minimal program on the `lindera` crate are built; MeCab (with IPADIC) and textlint
(with its Japanese preset, also in benches/peers/textlint/node_modules) take part where they are installed. What is
skipped is said. Disk-cold runs need the right to drop the page cache.
"""

import argparse
import os
import platform
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import corpus

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
WORK = TARGET / "compare"
MAIL = ROOT / "examples/faulty/draft.txt"
CACHES = Path("/proc/sys/vm/drop_caches")


class Program:
    """A command to which a path is added."""

    def __init__(self, name, *command):
        self.name, self.command = name, [str(part) for part in command]

    def run(self, *paths):
        """Milliseconds and page faults of one run."""
        command = self.command + [str(path) for path in paths]
        null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
        start = time.perf_counter()
        _, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ, file_actions=null), 0)
        took = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"{' '.join(command[:4])} …: exit status {os.waitstatus_to_exitcode(status)}")
        return took * 1e3, usage.ru_minflt

    def processor(self, *paths):
        """Seconds that one run keeps processors busy, whoever else wants them."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run(*paths)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def memory(self, *paths):
        """Peak memory in MB, as GNU time tells it; a child of Python would be told Python's own."""
        if not Path("/usr/bin/time").exists():
            return None
        command = ["/usr/bin/time", "-f", "%M", *self.command, *map(str, paths)]
        lines = subprocess.run(command, capture_output=True, text=True, errors="replace").stderr.split()
        return int(lines[-1]) / 1024 if lines and lines[-1].isdigit() else None

    def size(self):
        """The size of the program's file in MB."""
        return Path(shutil.which(self.command[0]) or self.command[0]).stat().st_size / 1e6


def programs(profile):
    """What takes part, hello first, and what is missing."""
    WORK.mkdir(parents=True, exist_ok=True)
    whole = linked_whole(profile)
    subprocess.run(["cargo", "build", "--profile", profile, "--bins", "--examples"], cwd=ROOT, check=True)
    hello = WORK / "hello"
    source = WORK / "hello.rs"
    source.write_text('fn main() { println!("Hello, world!"); }\n')
    subprocess.run(["rustc", "-O", "-C", "strip=symbols", str(source), "-o", str(hello)], check=True)
    peer = ["cargo", "build", "--release", "--quiet", "--manifest-path", str(ROOT / "benches/peers/lindera/Cargo.toml")]
    subprocess.run([*peer, "--target-dir", str(WORK / "lindera")], check=True)
    found = [
        Program("Rust hello", hello),
        Program("minimal Lindera", WORK / "lindera/release/lindera-peer"),
        Program("mailint's dictionary", TARGET / profile / "examples/minimal"),
        Program("mailint", TARGET / profile / "mailint", "check", "--no-config", "--color", "never", "--format", "jsonl"),
    ]
    if whole:
        found.append(Program("mailint, linked whole", whole, *found[-1].command[1:]))
    missing = []
    if shutil.which("mecab"):
        found.append(Program("MeCab", "mecab", "-b", "200000"))
    else:
        missing.append("MeCab")
    here = ROOT / "benches/peers/textlint/node_modules/.bin/textlint"
    textlint = shutil.which("textlint") or (here if here.exists() else None)
    if textlint:
        found.append(Program("textlint", textlint, "--preset", "preset-ja-technical-writing"))
    else:
        missing.append("textlint")
    return found, missing


def linked_whole(profile):
    """mailint with the system's libraries in it, as one hands it out for Linux; None elsewhere."""
    if platform.libc_ver()[0] != "glibc":
        return None
    flags = ["-C", "target-feature=+crt-static", "-C", "relocation-model=static"]
    command = ["cargo", "rustc", "--profile", profile, "--bin", "mailint", "--", *flags]
    subprocess.run(command, cwd=ROOT, check=True)
    return shutil.copy2(TARGET / profile / "mailint", WORK / "mailint-whole")


def rounds(commands, runs, before=lambda: None):
    """For each command its milliseconds in each round."""
    times = [[] for _ in commands]
    for _ in range(runs):
        for row, command in zip(times, commands):
            before()
            row.append(command()[0])
    return times


def against(times, base):
    return statistics.median(a / b for a, b in zip(times, base))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join(["---"] + ["---:"] * (len(head) - 1)) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def one_mail(found, runs):
    """Warm: every program on one mail."""
    quick = [program for program in found if program.name != "textlint"]
    times = rounds([lambda p=program: p.run(MAIL) for program in quick], runs)
    rows = []
    for program, row in zip(quick, times):
        faults = program.run(MAIL)[1]
        memory = number(program.memory(MAIL), 1)
        ratios = [number(against(row, times[0])), number(against(row, times[1]))]
        rows.append([program.name, number(statistics.median(row)), *ratios, str(faults), memory, number(program.size(), 1)])
    for program in found:
        if program.name == "textlint":
            took, hello = statistics.median(program.run(MAIL)[0] for _ in range(3)), statistics.median(times[0])
            lindera = statistics.median(times[1])
            rows.append(["textlint", number(took, 0), number(took / hello, 0), number(took / lindera, 0), "–",
                         number(program.memory(MAIL), 0), "–"])
    return table(["one mail, warm", "ms", "× hello", "× Lindera", "page faults", "peak MB", "file MB"], rows)


def one_mail_cold(found, runs):
    """With nothing in the page cache."""
    if not os.access(CACHES, os.W_OK):
        return "Disk-cold: skipped, the page cache may not be dropped here."

    def drop():
        os.sync()
        CACHES.write_text("3\n")

    quick = [program for program in found if program.name != "textlint"]
    times = rounds([lambda p=program: p.run(MAIL) for program in quick], runs, drop)
    rows = [[p.name, number(statistics.median(row), 1), number(against(row, times[1]))] for p, row in zip(quick, times)]
    return table(["one mail, disk-cold", "ms", "× Lindera"], rows)


def archive(found, runs, mails):
    """Many mails: MeCab and Lindera only cut them into words, mailint judges them."""
    whole = WORK / "mails.txt"
    files = sorted(mails.glob("*.txt"))
    whole.write_bytes(b"".join(path.read_bytes() for path in files))
    named = {program.name: program for program in found}
    commands = [("minimal Lindera", files), ("mailint", [mails])]
    if "MeCab" in named:
        commands.insert(0, ("MeCab", [whole]))
    times = rounds([lambda n=name, p=paths: named[n].run(*p) for name, paths in commands], runs)
    rows = []
    for (name, paths), row in zip(commands, times):
        seconds = statistics.median(row) / 1e3
        mega = whole.stat().st_size / 1e6
        rows.append([name, number(seconds), number(named[name].processor(*paths)), number(mega / seconds, 1),
                     number(against(row, times[0])), number(named[name].memory(*paths), 0)])
    return table([f"{len(files)} mails, {whole.stat().st_size / 1e6:.1f} MB", "s", "CPU s", "MB/s", f"× {commands[0][0]}", "peak MB"], rows)


def pack(folder, phrases):
    """A folder of rules of so many phrases, put together from words of the sentences."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "house").mkdir(parents=True)
    texts = sorted({text for kind in corpus.fragments().values() for texts in kind for text in texts})
    words = sorted({word for text in texts for word in re.findall(r"[一-鿿]{2}", text)})
    chance, chosen = random.Random(phrases), set()
    while len(chosen) < phrases:
        chosen.add(f"{words[int(chance.random() * len(words))]}の{words[int(chance.random() * len(words))]}")
    chosen = sorted(chosen)
    for rule in range(0, phrases, 250):
        any_of = ", ".join(f'"{phrase}"' for phrase in chosen[rule : rule + 250])
        text = f'message = "「{{match}}」"\nhelp = "書き換えます。"\nany = [{any_of}]\n'
        (folder / "house" / f"rule-{rule:05}.toml").write_text(text, encoding="utf-8")
    return folder


def bar(value, most):
    return "█" * max(1, round(40 * value / most))


def growth(mailint, runs, mails, quick):
    """How the time grows with the length of a mail, the number of mails and the number of phrases."""
    parts = []
    # One piece again and again: among a million sentences some line would open a quotation, and the rest go unjudged.
    piece = corpus.Writer(7).body(20_000) + "\n\n"
    rows = []
    for size in [100, 1_000, 10_000, 100_000, 1_000_000] + ([] if quick else [10_000_000]):
        path = WORK / "long.txt"
        whole = piece.encode() * (size // len(piece.encode()) + 1)
        path.write_text(whole[:size].decode(errors="ignore"), encoding="utf-8")
        took = statistics.median(mailint.run(path)[0] for _ in range(3 if size < 10**6 else 1))
        rows.append((path.stat().st_size, took))
    parts.append(table(["one mail of", "ms", "µs/kB"],
                       [[f"{size} B", number(took), number(took * 1e6 / size, 0)] for size, took in rows]))
    files, rows = sorted(mails.glob("*.txt")), []
    for count in [250, 500, 1000, 2000]:
        took = statistics.median(mailint.run(*files[:count])[0] for _ in range(min(runs, 3)))
        rows.append((min(count, len(files)), took))
    most = max(took for _, took in rows)
    parts.append("```text\n" + "\n".join(f"{count:6} mails {took / 1e3:7.2f} s {bar(took, most)}" for count, took in rows) + "\n```")
    packs = [0, 1_000] + ([] if quick else [10_000])
    commands = []
    for count in packs:
        extra = ["--rules", pack(WORK / f"pack-{count}", count)] if count else []
        commands.append(Program("mailint", *mailint.command, *extra))
    times = rounds([lambda p=command: p.run(mails) for command in commands], min(runs, 3))
    starts = rounds([lambda p=command: p.run(MAIL) for command in commands], min(runs, 3))
    parts.append(table(["phrases more", f"s for {len(files)} mails", "× built-in", "ms for one mail"],
                       [[str(count), number(statistics.median(row) / 1e3), number(against(row, times[0])),
                         number(statistics.median(start), 1)] for count, row, start in zip(packs, times, starts)]))
    return "\n\n".join(parts)


def machine():
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    return f"{model[1] if model else platform.processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {rustc}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30, help="rounds of the short runs")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--profile", default="release", help="how mailint is built")
    parser.add_argument("--results", type=Path, help="a Markdown file to write as well")
    options = parser.parse_args()
    found, missing = programs(options.profile)
    mails = WORK / "mails"
    corpus.write(mails)
    few = 2 if options.quick else 5
    parts = [f"Machine: {machine()}."]
    if missing:
        parts.append(f"Skipped, not installed: {', '.join(missing)}.")
    named = {program.name: program for program in found}
    for work in (
        lambda: one_mail(found, options.runs),
        lambda: one_mail_cold(found, few),
        lambda: archive(found, few, mails),
        lambda: growth(named["mailint"], few, mails, options.quick),
    ):
        parts.append(work())
        print(parts[-1], "\n", flush=True)
    if options.results:
        head = "# Results\n\nAs `benches/compare.py` wrote them; [compare.py](compare.py) says what is measured. Ratios count, not milliseconds."
        options.results.write_text("\n\n".join([head, *parts]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
