"""The fonts, drawings and pictures that the site ships: complete, licensed, safe and small."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from seoulsolution.pages import fonts
from seoulsolution.pages.management.commands import build_fonts

ROOT = Path(fonts.__file__).parents[2]
STATIC = ROOT / "seoulsolution" / "static"
FONTS = STATIC / "fonts"
PARTIALS = sorted((ROOT / "templates" / "art").glob("*.svg"))
COVERS = sorted((STATIC / "art").glob("*.svg"))
DRAWINGS = [*COVERS, *PARTIALS, STATIC / "img" / "favicon.svg"]

TOPICS = [
    "transport",
    "environment",
    "welfare",
    "smart-city",
    "safety",
    "economy",
    "international",
    "culture",
    "participation",
    "default",
    "newsletter",
]
KIB = 1024


def by_name(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.name)


def declared_faces():
    """(file name, set of code points) for every web font in fonts.css, in the order declared."""
    css = (FONTS / "fonts.css").read_text(encoding="utf-8")
    rules = re.findall(r'url\("([^"]+)"\) format\("woff2"\);.*?unicode-range: ([^;]+);', css, re.DOTALL)
    return [(name, code_points(value)) for name, value in rules]


def code_points(unicode_range):
    codes = set()
    for item in unicode_range.split(","):
        first, _, last = item.strip().removeprefix("U+").partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def serving_file(syllable):
    """The file a browser takes a syllable from: the face declared last among those that claim it."""
    return [name for name, codes in declared_faces() if ord(syllable) in codes][-1]


def drawing(path):
    """The root element of an SVG of our own."""
    return ElementTree.parse(path).getroot()  # noqa: S314 - a file of this repository, not of a stranger


def size(name):
    return (FONTS / name).stat().st_size


class TestPlan:
    def test_every_ks_x_1001_syllable_is_in_one_file(self):
        faces = fonts.plan(fonts.read_frequency())
        held = [character for face in faces for character in face.characters if "가" <= character <= "힣"]
        assert sorted(held) == fonts.ks_x_1001_syllables()
        assert len(held) == 2350

    def test_no_character_is_in_two_files(self):
        held = [character for face in fonts.plan(fonts.read_frequency()) for character in face.characters]
        assert len(held) == len(set(held))

    def test_rare_files_stay_below_their_limit(self):
        rare = [face for face in fonts.plan(fonts.read_frequency()) if re.fullmatch(r"hangul-\d", face.name)]
        assert len(rare) == fonts.RARE_FILES
        assert all(len(face.characters) <= fonts.RARE_LIMIT for face in rare)

    def test_the_brand_and_english_need_the_core_alone(self):
        core = fonts.plan(fonts.read_frequency())[-1]
        assert core.name == "core"
        assert set("서울정책아카이브 Seoul Solution – “Yes” → ① · ₩10 café") <= core.characters

    def test_frequency_that_lacks_a_syllable_is_refused(self, tmp_path):
        short = tmp_path / "frequency.txt"
        short.write_text("# a note\n가나다\n", encoding="utf-8")
        with pytest.raises(ValueError, match="exactly once"):
            fonts.read_frequency(short)

    def test_unicode_range_joins_neighbours(self):
        assert fonts.unicode_range({0x20, 0x21, 0x22, 0xA9}) == "U+20-22, U+A9"


class TestStyleSheet:
    def test_it_is_what_the_plan_says(self):
        written = (FONTS / "fonts.css").read_text(encoding="utf-8")
        assert written == fonts.stylesheet(fonts.plan(fonts.read_frequency()))

    def test_a_browser_finds_each_syllable_in_the_file_that_holds_it(self):
        ranges = declared_faces()
        assert ranges[0][0] == "pretendard-gov-hangul-common.woff2"
        for face in fonts.plan(fonts.read_frequency()):
            claimed_later = set().union(*(codes for _, codes in ranges[position(ranges, face) + 1 :]))
            assert {ord(character) for character in face.characters} <= ranges[position(ranges, face)][1]
            assert not {ord(character) for character in face.characters} & claimed_later

    def test_every_file_it_names_is_there_and_no_other(self):
        named = {name for name, _ in declared_faces()}
        assert named == {path.name for path in FONTS.glob("*.woff2")}

    def test_text_is_shown_before_the_fonts_have_come(self):
        css = (FONTS / "fonts.css").read_text(encoding="utf-8")
        assert css.count("font-display: swap;") == len(declared_faces())
        assert css.count("size-adjust:") == css.count("local(") // 3

    def test_syllables_of_the_navigation_come_with_the_core(self):
        assert {serving_file(syllable) for syllable in "서울정책아카이브소식자료실"} == {
            "pretendard-gov-core.woff2"
        }


def position(ranges, face):
    return [name for name, _ in ranges].index(face.file_name)


class TestFontFiles:
    def test_licence_travels_with_them(self):
        licence = (FONTS / "LICENSE.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Kil Hyung-jin" in licence

    def test_an_english_page_loads_at_most_30_kib(self):
        assert size("pretendard-gov-core.woff2") <= 30 * KIB

    def test_a_korean_page_loads_at_most_125_kib_even_with_a_rare_file(self):
        parts = ["core", "hangul-common", "hangul-1"]
        assert sum(size(f"pretendard-gov-{part}.woff2") for part in parts) <= 125 * KIB

    def test_they_hold_what_the_plan_says(self):
        tt_font = pytest.importorskip("fontTools.ttLib").TTFont
        pytest.importorskip("brotli")
        for face in fonts.plan(fonts.read_frequency()):
            font = tt_font(FONTS / face.file_name)
            assert set(font.getBestCmap()) == {ord(character) for character in face.characters}
            axis = font["fvar"].axes[0]
            assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)
            assert "Pretendard" not in font["name"].getDebugName(1), "the name is reserved for the original"

    def test_the_core_keeps_its_features_and_varies_in_weight(self):
        tt_lib = pytest.importorskip("fontTools.ttLib")
        pytest.importorskip("brotli")
        from fontTools.varLib.instancer import instantiateVariableFont

        font = tt_lib.TTFont(FONTS / "pretendard-gov-core.woff2")
        records = [
            *font["GSUB"].table.FeatureList.FeatureRecord,
            *font["GPOS"].table.FeatureList.FeatureRecord,
        ]
        assert set(build_fonts.FEATURES) <= {record.FeatureTag for record in records}
        regular = font["hmtx"]["n"][0]
        bold = instantiateVariableFont(font, {"wght": 700})["hmtx"]["n"][0]
        assert bold > regular


class TestBuildFonts:
    def test_a_missing_original_is_named(self, tmp_path):
        pytest.importorskip("fontTools")
        with pytest.raises(CommandError, match="no font at"):
            call_command("build_fonts", tmp_path / "absent.ttf", output=tmp_path)

    def test_a_file_that_is_no_font_is_refused(self, tmp_path):
        pytest.importorskip("fontTools")
        (tmp_path / "text.ttf").write_text("not a font")
        with pytest.raises(CommandError, match="cannot be read as a font"):
            call_command("build_fonts", tmp_path / "text.ttf", output=tmp_path)

    def test_the_missing_extra_is_named(self, tmp_path, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "brotli", None)
        with pytest.raises(CommandError, match=r"\[fonts\]"):
            call_command("build_fonts", tmp_path / "any.ttf", output=tmp_path)


class TestDrawings:
    @pytest.mark.parametrize("topic", TOPICS)
    def test_each_topic_has_a_wide_and_a_tall_cover(self, topic):
        for shape, view_box in (("wide", "0 0 640 400"), ("tall", "0 0 480 640")):
            root = drawing(STATIC / "art" / f"{topic}-{shape}.svg")
            assert root.get("viewBox") == view_box

    def test_no_cover_is_left_over(self):
        numbers = ("", "-2", "-3", "-4")
        expected = {f"{t}{n}-{shape}.svg" for t in TOPICS for n in numbers for shape in ("wide", "tall")}
        assert {path.name for path in COVERS} == expected

    @by_name(DRAWINGS)
    def test_nothing_in_it_needs_style_script_or_another_site(self, path):
        for element in drawing(path).iter():
            tag = element.tag.rpartition("}")[2]
            assert tag not in {"script", "style", "foreignObject", "image", "a", "animate", "set"}
            for name, value in element.attrib.items():
                assert name != "style"
                assert not name.lower().startswith("on")
                assert "url(" not in value
                if name.rpartition("}")[2] == "href":
                    assert value.startswith("#")

    @by_name(DRAWINGS)
    def test_it_is_small(self, path):
        limit = 4 * KIB if path in COVERS else 3 * KIB
        assert path.stat().st_size <= limit

    @by_name(PARTIALS)
    def test_inline_drawings_are_hidden_from_assistive_technology(self, path):
        root = drawing(path)
        assert root.get("aria-hidden") == "true"
        assert root.get("focusable") == "false"
        assert not [element for element in root.iter() if element.get("id")], (
            "an id could occur twice in a page"
        )

    def test_the_ridgeline_takes_its_colours_from_the_style_sheet(self):
        layers = list(drawing(ROOT / "templates" / "art" / "ridgeline.svg"))
        assert [layer.get("class") for layer in layers] == ["ridge-1", "ridge-2", "ridge-3", "ridge-4"]
        assert not [layer for layer in layers if layer.get("fill")]


@pytest.mark.parametrize(
    ("name", "expected", "limit"),
    [
        ("apple-touch-icon.png", (180, 180), 8 * KIB),
        *((f"og-{topic}.png", (1200, 630), 60 * KIB) for topic in TOPICS),
    ],
)
def test_pictures_have_the_dimensions_that_platforms_ask_for(name, expected, limit):
    data = (STATIC / "img" / name).read_bytes()
    assert struct.unpack(">II", data[16:24]) == expected
    assert len(data) <= limit
