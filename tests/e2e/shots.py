#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""A picture of every window in every state: light and dark, English and Chinese, at one and two pixels a point.

The two galleries draw them without a display; index.html in the out folder shows them side by side.
"""

import argparse
import concurrent.futures
import html
import itertools
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from desk import Desk, Failure, run, say, step  # noqa: E402

GALLERIES = ("rookery_gallery", "rookery_main_gallery")
THEMES, LANGUAGES, SCALES = ("light", "dark"), ("en", "zh_CN"), ("1", "2")
LOOKS = tuple(f"{theme}-{language}" for language in LANGUAGES for theme in THEMES)

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Rookery: every window</title>
<style>
body {{ font: 14px/20px sans-serif; margin: 24px; background: #888; color: #000; }}
nav a {{ color: #000; margin-right: 12px; }}
section div {{ display: grid; grid-template-columns: repeat({columns}, minmax(0, 1fr)); gap: 16px; }}
figure {{ margin: 0; }}
img {{ max-width: 100%; vertical-align: top; }}
</style>
</head>
<body>
<h1>Every window</h1>
<nav>{links}</nav>
{sections}
</body>
</html>
"""


class Darkroom(Desk):
    """A desk without a display: only a home with the fonts that make pictures alike everywhere."""

    def _open(self):
        pass


def draw(room, gallery, theme, language, scale):
    folder = room.out / f"{scale}x"
    environment = room.private_environment(f"{gallery.name}-{theme}-{language}-{scale}")
    command = (gallery, "--out", folder, "--theme", theme, "--lang", language, "--scale", scale)
    result = run(*map(str, command), timeout=180, env=environment)
    if result.returncode != 0:
        raise Failure(f"{gallery.name}, {theme}, {language}, {scale}: {result.stderr.strip()[-2000:]}")


def states(folder):
    """The part of the file names after the look, in one order for all."""
    return sorted({path.stem.removeprefix(f"{LOOKS[0]}-") for path in folder.glob(f"{LOOKS[0]}-*.png")})


def check_complete(out, names):
    missing = [f"{scale}x/{look}-{name}.png" for scale, look, name in itertools.product(SCALES, LOOKS, names)
               if not (out / f"{scale}x" / f"{look}-{name}.png").exists()]
    if missing or not names:
        raise Failure(f"not drawn: {', '.join(missing) or 'anything'}")


def write_page(out, names):
    def figure(look, name):
        small, large = (f"{scale}x/{look}-{name}.png" for scale in SCALES)
        words = html.escape(f"{name}, {look.replace('-', ', ')}")
        return f'<figure><a href="{large}"><img src="{small}" srcset="{large} 2x" alt="{words}" loading="lazy"></a></figure>'

    sections = "\n".join(f'<section id="{name}">\n<h2>{name}</h2>\n<div>\n'
                         + "\n".join(figure(look, name) for look in LOOKS) + "\n</div>\n</section>" for name in names)
    links = " ".join(f'<a href="#{name}">{name}</a>' for name in names)
    (out / "index.html").write_text(PAGE.format(columns=len(LOOKS), links=links, sections=sections))


def shots(options):
    with Darkroom(options.galleries.parent / "bin", options.out.resolve()) as room:
        for scale in SCALES:
            (room.out / f"{scale}x").mkdir(parents=True, exist_ok=True)
        jobs = list(itertools.product((options.galleries.resolve() / name for name in GALLERIES), THEMES, LANGUAGES, SCALES))
        step(f"{len(jobs)} galleries")
        with concurrent.futures.ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
            for job in [pool.submit(draw, room, *job) for job in jobs]:
                job.result()
        names = states(room.out / "1x")
        check_complete(room.out, names)
        write_page(room.out, names)
        say(f"{len(names)} windows and states in {len(LOOKS)} looks: {room.out}/index.html")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--galleries", required=True, type=Path, help="folder with the gallery programs")
    parser.add_argument("--out", required=True, type=Path, help="folder for the pictures")
    try:
        shots(parser.parse_args())
    except (Failure, subprocess.SubprocessError) as failure:
        print(f"shots: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
