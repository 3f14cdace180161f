"""``manage.py build_fonts``: make the web fonts and write their style sheet."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seoulsolution.pages import fonts

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

WEIGHTS = (400, 400, 700)  # least, default, greatest
FEATURES = ["kern", "pnum", "ss05"]
#: Half of the original's 2048: a tenth fewer bytes, and still finer than the usual 1000 units.
UNITS_PER_EM = 1024

INTERNAL_NAME = "Seoul Solution Text"
NAME_IDS = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # copyright, names, version, licence and its address


class Command(BaseCommand):
    """Rebuild seoulsolution/static/fonts from the original font."""

    help = (
        "Cut the variable font Pretendard GOV (npm package pretendard-gov, "
        "dist/public/variable/PretendardGOVVariable.ttf) into the web fonts and write fonts.css."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="the original variable font (.ttf or .woff2)")
        parser.add_argument(
            "--output",
            type=Path,
            default=Path(settings.BASE_DIR) / "seoulsolution" / "static" / "fonts",
            help="the folder to write to (default: %(default)s)",
        )

    def handle(self, *args: Any, source: Path, output: Path, **options: Any) -> None:
        _require_font_library()
        if not source.is_file():
            raise CommandError(f"There is no font at {source}.")
        faces = fonts.plan(fonts.read_frequency())
        reduced = _reduced(_opened(source), faces)
        output.mkdir(parents=True, exist_ok=True)
        for face in faces:
            size = _cut(reduced, face, output / face.file_name)
            self.stdout.write(f"{face.file_name}: {len(face.characters)} characters, {size:,} bytes")
        (output / "fonts.css").write_text(fonts.stylesheet(faces), encoding="utf-8")


def _require_font_library() -> None:
    """Raise CommandError when the optional extra ``fonts`` is not installed."""
    try:
        import brotli  # noqa: F401
        import fontTools  # noqa: F401
    except ImportError as error:
        raise CommandError('Cutting fonts needs fontTools and brotli: pip install -e ".[fonts]"') from error


def _opened(source: Path) -> TTFont:
    """Return the original font; raise CommandError if it is unreadable or has no variable weight."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(source, recalcTimestamp=False)
    except TTLibError as error:
        raise CommandError(f"{source} cannot be read as a font: {error}") from error
    if "fvar" not in font:
        raise CommandError(f"{source} has no variable weight.")
    return font


def _reduced(font: TTFont, faces: list[fonts.Face]) -> bytes:
    """Return the font with only the characters, weights and features of the site, under another name.

    The licence reserves the name Pretendard for the original.
    """
    from fontTools.ttLib.scaleUpem import scale_upem
    from fontTools.varLib.instancer import instantiateVariableFont

    characters = {character for face in faces for character in face.characters}
    _require_characters(font, characters)
    _keep(font, characters)
    instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font["fvar"].instances = []
    scale_upem(font, UNITS_PER_EM)
    _rename(font)
    reduced = BytesIO()
    font.save(reduced)
    return reduced.getvalue()


def _require_characters(font: TTFont, characters: set[str]) -> None:
    """Raise CommandError if the font lacks a character that the style sheet would declare."""
    drawn = font.getBestCmap()
    missing = sorted(character for character in characters if ord(character) not in drawn)
    if missing:
        raise CommandError(
            "The font lacks " + ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        )


def _rename(font: TTFont) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.platformID == 3 and record.langID == 0x409]
    for name_id in (1, 3, 4):
        names.setName(INTERNAL_NAME, name_id, 3, 1, 0x409)
    names.setName(INTERNAL_NAME.replace(" ", ""), 6, 3, 1, 0x409)


def _cut(reduced: bytes, face: fonts.Face, path: Path) -> int:
    """Write one face as WOFF2 and return its size in bytes."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(reduced), recalcTimestamp=False)
    _keep(font, face.characters)
    font.flavor = "woff2"
    font.save(path)
    return path.stat().st_size


def _keep(font: TTFont, characters: Iterable[str]) -> None:
    """Remove everything from the font that ``characters`` and FEATURES do not use."""
    from fontTools.subset import Options, Subsetter

    options = Options(layout_features=FEATURES, name_IDs=NAME_IDS, hinting=False, notdef_outline=True)
    # Named instances and vertical layout, which no page uses.
    options.drop_tables += ["STAT", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)
