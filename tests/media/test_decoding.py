"""What becomes of the pixels of an upload."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageCms

from seoulsolution.media.decoding import UnusablePictureError, decoded
from seoulsolution.media.renditions import prepare, prepare_all
from tests.media.pictures import ADOBE_RGB, DISPLAY_P3, cmyk_profile, picture_file, rgb_profile, saved

CENTRE = (50, 50)


def look(file):
    """Return the picture in ``file`` as the site has it."""
    with decoded(file) as picture:
        return picture


def first_pixel(file):
    return look(file).getpixel((0, 0))


def near(pixel, wanted, by=6):
    return all(abs(one - other) <= by for one, other in zip(pixel, wanted, strict=True))


def test_a_turned_photograph_stands_upright_and_tells_no_place():
    picture = Picture.new("RGB", (400, 200), "navy")
    picture.paste("white", (0, 0, 200, 200))
    exif = Picture.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 58.0)
    file = saved(picture, "JPEG", exif=exif)
    upright = look(file)
    assert upright.size == (200, 400)
    assert near(upright.getpixel((100, 20)), (255, 255, 255))
    prepared = prepare(file, CENTRE)
    for content in (prepared.master, *prepared.made.values()):
        assert b"A camera" not in content
        assert not Picture.open(io.BytesIO(content)).getexif()


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation_is_turned(turn):
    exif = Picture.Exif()
    exif[0x0112] = turn
    assert look(picture_file((40, 20), exif=exif)).size == ((40, 20) if turn < 5 else (20, 40))


def test_broken_metadata_is_no_error():
    broken = picture_file((40, 20), exif=b"Exif\0\0II*\0\xff\xff\xff\xff\xff")
    assert look(broken).size == (40, 20)


@pytest.mark.parametrize("space", [ADOBE_RGB, DISPLAY_P3])
def test_colours_of_wide_spaces_are_converted(space):
    """A green of 0, 200, 0 there is a stronger green than sRGB has, and a middle grey stays grey."""
    green = picture_file((40, 20), "PNG", color=(100, 180, 100), icc_profile=rgb_profile(space))
    red_part, green_part, blue_part = first_pixel(green)
    assert red_part < 85
    assert green_part >= 180
    assert blue_part < 100
    grey = picture_file((40, 20), "PNG", color=(128, 128, 128), icc_profile=rgb_profile(space))
    assert near(first_pixel(grey), (128, 128, 128))


def test_colours_in_srgb_are_left_alone():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert first_pixel(picture_file((4, 4), "PNG", color=(7, 77, 177), icc_profile=profile)) == (7, 77, 177)


@pytest.mark.parametrize("profile", [b"broken", b"\0" * 200, cmyk_profile(light=0)])
def test_a_profile_that_does_not_fit_is_no_error(profile):
    assert first_pixel(picture_file((4, 4), "PNG", color=(7, 77, 177), icc_profile=profile)) == (7, 77, 177)


def test_colours_behind_transparency_are_converted_and_it_stays():
    file = picture_file(
        (4, 4), "PNG", mode="RGBA", color=(100, 180, 100, 99), icc_profile=rgb_profile(ADOBE_RGB)
    )
    red, _green, _blue, opacity = first_pixel(file)
    assert red < 85
    assert opacity == 99


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (257 * 100, 100), (257 * 200, 200), (65535, 255)])
def test_sixteen_bits_are_scaled(value, grey):
    assert first_pixel(picture_file((4, 4), "PNG", mode="I;16", color=value)) == (grey, grey, grey)


def test_sixteen_bits_are_scaled_in_strips():
    ramp = Picture.frombytes(
        "I;16", (2000, 2000), b"".join(struct.pack("<H", row * 32) * 2000 for row in range(2000))
    )
    picture = look(saved(ramp))
    assert picture.size == (1600, 1600)
    greys = [picture.getpixel((800, row))[0] for row in range(1600)]
    assert all(abs(grey - row * 40 / 257) <= 1 for row, grey in enumerate(greys))


def test_inks_become_colours():
    """JPEG holds inks inverted, as Adobe's programs write them."""
    file = picture_file((8, 8), mode="CMYK", color=(255, 0, 0, 0))
    assert b"Adobe" in file.read()
    assert near(first_pixel(file), (0, 255, 255))
    assert near(first_pixel(picture_file((8, 8), mode="CMYK", color=(0, 0, 0, 255))), (0, 0, 0))


def test_inks_are_converted_by_their_profile():
    options = {"mode": "CMYK", "icc_profile": cmyk_profile(light=128)}
    assert near(first_pixel(picture_file((8, 8), color=(0, 0, 0, 0), **options)), (255, 255, 255))
    grey = first_pixel(picture_file((8, 8), color=(255, 0, 0, 0), **options))
    assert near(grey, (119, 119, 119), 10)


def palette(**options):
    picture = Picture.new("P", (8, 8), 1)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(0, (4, 0, 8, 8))
    return saved(picture, **options)


@pytest.mark.parametrize("picture_format", ["PNG", "GIF"])
def test_a_palette_is_looked_up_and_its_transparency_stays(picture_format):
    assert near(first_pixel(palette(picture_format=picture_format)), (0, 0, 255))
    picture = look(palette(picture_format=picture_format, transparency=0))
    assert near(picture.getpixel((0, 0)), (0, 0, 255, 255))
    assert picture.getpixel((7, 0))[3] == 0


def test_a_palette_with_an_opacity_for_each_colour():
    picture = look(palette(picture_format="PNG", transparency=b"\x40\x80"))
    assert [picture.getpixel((column, 0))[3] for column in (0, 7)] == [0x80, 0x40]


def test_grey_with_transparency():
    assert first_pixel(picture_file((4, 4), "PNG", mode="LA", color=(90, 60))) == (90, 90, 90, 60)


def test_black_and_white():
    assert first_pixel(picture_file((4, 4), "PNG", mode="1", color=1)) == (255, 255, 255)


def test_what_can_be_seen_through_stays_so_and_is_white_in_jpeg():
    made = prepare(picture_file((20, 10), "PNG", mode="RGBA"), CENTRE).made
    webp, jpeg = (Picture.open(io.BytesIO(made["full", 20, kind])) for kind in ("webp", "jpeg"))
    assert webp.convert("RGBA").getpixel((0, 0))[3] == 0
    assert near(jpeg.getpixel((0, 0)), (255, 255, 255))


@pytest.mark.parametrize("picture_format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_what_moves_is_refused_with_a_sentence(picture_format):
    frames = [Picture.new("RGB", (40, 20), color) for color in ("navy", "teal")]
    file = saved(frames[0], picture_format, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(UnusablePictureError, match="The picture moves"):
        look(file)


def test_the_second_picture_in_a_phones_photograph_is_no_movement():
    frames = [Picture.new("RGB", (40, 20), color) for color in ("navy", "teal")]
    file = saved(frames[0], "MPO", save_all=True, append_images=frames[1:])
    assert near(first_pixel(file), (0, 0, 128))


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b'<?xml version="1.0"?>\n<!-- drawn -->', b"  "])
def test_drawings_are_refused_with_a_sentence(start):
    with pytest.raises(UnusablePictureError, match="SVG drawings can hold programs"):
        look(SimpleUploadedFile("x.png", start + b"<svg onload='alert(1)'/>"))


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(UnusablePictureError, match="not a readable"):
        look(SimpleUploadedFile("x.png", content))


@pytest.mark.parametrize("picture_format", ["BMP", "TIFF", "ICO", "TGA"])
def test_a_format_that_is_not_agreed_is_refused(picture_format):
    with pytest.raises(UnusablePictureError, match="not a readable JPEG, PNG, WebP, AVIF or GIF picture"):
        look(picture_file((20, 10), picture_format, name="x.png"))


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_agreed_format_is_accepted(picture_format):
    assert look(picture_file((20, 10), picture_format)).size == (20, 10)


def png_of(width, height):
    """Return the head of a PNG of this size, and nothing behind it."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    check = struct.pack(">I", zlib.crc32(chunk))
    return SimpleUploadedFile("bomb.png", b"\x89PNG\r\n\x1a\n\0\0\0\r" + chunk + check + b"\0\0\0\0IDAT")


@pytest.mark.parametrize("size", [(8000, 5001), (9000, 9900), (60_000, 60_000), (1_000_000, 100)])
def test_more_than_40_megapixels_are_refused_by_their_head(size):
    with pytest.raises(UnusablePictureError, match="too large"):
        look(png_of(*size))


def test_inks_may_have_30_megapixels():
    with pytest.raises(UnusablePictureError, match=r"6000 by 5001 pixels.* 30 megapixels"):
        look(picture_file((6000, 5001), mode="CMYK"))


@pytest.mark.parametrize("picture_format", ["WEBP", "AVIF"])
def test_formats_that_need_more_memory_may_have_16_megapixels(picture_format):
    with pytest.raises(UnusablePictureError, match=r"4100 by 4000 pixels.* 16 megapixels"):
        look(picture_file((4100, 4000), picture_format))


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_half_a_picture_is_refused(picture_format):
    whole = saved(Picture.effect_noise((300, 300), 90).convert("RGB"), picture_format).read()
    with pytest.raises(UnusablePictureError, match=r"is damaged|not a readable"):
        look(SimpleUploadedFile("half", whole[: len(whole) // 2]))


def test_a_tall_picture_is_scaled_to_fit():
    prepared = prepare(picture_file((900, 20_000), "PNG"), CENTRE)
    assert prepared.size == (737, 16_383)
    assert Picture.open(io.BytesIO(prepared.made["full", 737, "webp"])).size == (737, 16_383)
    made = prepare_all(io.BytesIO(prepared.master), CENTRE).made
    assert Picture.open(io.BytesIO(made["full", 480, "avif"])).size == (480, 10_670)


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1)])
def test_odd_sizes_work(size):
    prepared = prepare(picture_file(size, "PNG"), CENTRE)
    assert min(prepared.size) == 1
    assert max(prepared.size) <= 16_383


def test_a_photograph_is_scaled_to_what_pages_can_show():
    assert look(picture_file((4000, 3000))).size == (2133, 1600)


def test_strips_meet_without_a_seam():
    ramp = Picture.linear_gradient("L").resize((3000, 6000)).convert("RGB")
    in_strips = look(saved(ramp))
    at_once = ramp.resize(in_strips.size, Picture.Resampling.LANCZOS)
    greys = zip(in_strips.get_flattened_data(), at_once.get_flattened_data(), strict=True)
    assert max(abs(one[0] - other[0]) for one, other in greys) <= 1


def test_a_program_in_a_picture_is_gone():
    script = b"<script>alert(1)</script>"
    file = picture_file((20, 10), "GIF", comment=script)
    polyglot = SimpleUploadedFile("x.gif", file.read() + script)
    prepared = prepare(polyglot, CENTRE)
    assert all(b"script" not in content for content in (prepared.master, *prepared.made.values()))
