"""Lighthouse 12 for a telephone: performance, accessibility, best practices and SEO of the main pages.

    .venv/bin/python tests/benchmarks/bench_lighthouse.py

Run by hand; wants npm and Debian's chromium. The bars are 98, 100, 100 and 100.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from rich.console import Console
from rich.table import Table
from serving import KINDS, served_site, settled

CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
ATTEMPTS = 4
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def scores(address):
    """Return ({category: 0 to 100}, [what was found wanting])."""
    command = [
        "npx",
        "--yes",
        "lighthouse@12",
        address,
        "--output=json",
        "--quiet",
        f"--chrome-flags={FLAGS}",
    ]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    # At times it loses the browser it has started.
    for _attempt in range(ATTEMPTS):
        environment = {**os.environ, "CHROME_PATH": chromium}
        done = subprocess.run(command, capture_output=True, check=False, timeout=180, env=environment)
        if done.returncode == 0:
            break
    else:
        sys.exit(f"Lighthouse failed {ATTEMPTS} times: {done.stderr.decode(errors='replace')[-600:]}")
    report = json.loads(done.stdout)
    named = [
        ref["id"]
        for name in CATEGORIES[1:]
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"]
    ]
    wanting = [name for name in named if report["audits"][name]["score"] not in (None, 1)]
    return {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}, wanting


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="*", default=["home", "list", "article", "notice"], choices=KINDS)
    options = parser.parse_args()
    table = Table("page", "language", *CATEGORIES, "wanting")
    with served_site() as site:
        for kind in options.kinds:
            for language in ("en", "ko"):
                found, wanting = scores(settled(site + KINDS[kind].format(language=language)))
                table.add_row(kind, language, *(str(found[name]) for name in CATEGORIES), " ".join(wanting))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
