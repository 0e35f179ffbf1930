#!/usr/bin/env python3
"""Whole-process time of one check against a minimal program that only loads the same dictionary and cuts the same mail.

cargo build --release --bins --examples && benches/startup.py [RUNS] [MAIL]

Both run by turns, so that a slow minute slows both; the median of the ratios of pairs is what counts.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / os.environ.get("MAILINT_PROFILE", "release")


def timed(command):
    start = time.perf_counter()
    status = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    took = time.perf_counter() - start
    if status not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))}: exit status {status}")
    return took * 1e3


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    mail = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "examples/faulty/draft.txt")
    check = [TARGET / "mailint", "check", "--no-config", "--color", "never", mail]
    minimal = [TARGET / "examples" / "minimal", mail]
    for command in (check, minimal):
        timed(command)
    pairs = [(timed(check), timed(minimal)) for _ in range(runs)]
    checks, minimals = zip(*pairs)
    ratios = sorted(a / b for a, b in pairs)
    print(f"check   {statistics.median(checks):8.2f} ms   (least {min(checks):.2f})")
    print(f"minimal {statistics.median(minimals):8.2f} ms   (least {min(minimals):.2f})")
    print(f"ratio   {statistics.median(ratios):8.2f}      (median of {runs} pairs; quarters {ratios[runs // 4]:.2f} to {ratios[3 * runs // 4]:.2f})")


if __name__ == "__main__":
    main()
