"""Files by their content, and what is left of a picture once what its device wrote into it is gone."""

import struct
import zlib
from contextlib import suppress

import pytest

from bot.media import kind_of, orientation_in, without_metadata

SECRET = b"GPS 52.5200 N, Ana's phone"


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(*more: bytes, trailing: bytes = b"") -> bytes:
    """A red dot."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    image = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + image + chunk(b"IEND", b"") + trailing


def segment(marker: int, content: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def exif(orientation: int, *, order: str = "<") -> bytes:
    """What a phone writes: which side is up, and where it was."""
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    begins = b"II*\0" if order == "<" else b"MM\0*"
    return b"Exif\0\0" + begins + struct.pack(f"{order}IH", 8, 1) + entry + b"\0\0\0\0" + SECRET


def jpeg(*more: bytes, trailing: bytes = b"") -> bytes:
    """The parts of a JPEG; nobody decodes it here."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"pixels \xff\x00 \xff\xd0 more pixels"
    begins = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x02")
    return begins + b"".join(more) + segment(0xDB, b"quality") + scan + b"\xff\xd9" + trailing


def gif(*more: bytes) -> bytes:
    """Two frames that loop for ever."""
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    frame = b"\x21\xf9\x04\x00\x0a\x00\x00\x00" + b"\x2c" + b"\0" * 4 + b"\x01\0\x01\0\0" + b"\x02\x02\x44\x01\x00"
    return b"GIF89a\x01\0\x01\0\x80\0\0" + b"\0\0\0\xff\xff\xff" + loop + b"".join(more) + frame * 2 + b"\x3b"


HEIC = b"\x00\x00\x00\x18ftypheic" + SECRET
MP4 = b"\x00\x00\x00\x18ftypisom" + b"0" * 40


@pytest.mark.parametrize(
    ("content", "kind"),
    [(png(), "png"), (jpeg(), "jpg"), (gif(), "gif"), (MP4, "mp4"), (HEIC, ""), (b"<html>", ""), (b"", "")],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("told", "bare"),
    [
        (png(chunk(b"tEXt", SECRET), chunk(b"eXIf", SECRET), chunk(b"vpAg", SECRET), trailing=SECRET), png()),
        (jpeg(segment(0xE1, exif(1)), segment(0xED, SECRET), segment(0xFE, SECRET), trailing=SECRET), jpeg()),
        (gif(b"\x21\xfe" + bytes((len(SECRET),)) + SECRET + b"\0"), gif()),
        (gif(b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0"), gif()),
    ],
    ids=["png", "jpg", "gif comment", "gif xmp"],
)
def test_what_a_device_wrote_goes_and_the_image_stays_as_it_is(told: bytes, bare: bytes) -> None:
    assert SECRET in told
    assert without_metadata(told) == bare
    assert without_metadata(bare) == bare


def test_of_what_programs_add_only_colours_stay() -> None:
    old = segment(0xED, b"Adobe_Photoshop2.5:" + SECRET)
    assert without_metadata(jpeg(old, segment(0xE5, b"ICC_PROFILE\0" + SECRET))) == jpeg()


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_picture_taken_sideways_stays_upright(order: str) -> None:
    cleaned = without_metadata(jpeg(segment(0xE1, exif(6, order=order))))
    assert SECRET not in cleaned
    begins = cleaned.index(b"Exif\0\0") + 6
    assert orientation_in(cleaned[begins:]) == 6
    assert without_metadata(cleaned) == cleaned


def test_colours_stay() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours")
    assert without_metadata(jpeg(profile, segment(0xEE, b"Adobe\0"))) == jpeg(profile, segment(0xEE, b"Adobe\0"))


@pytest.mark.parametrize("whole", [png(), jpeg(), gif()], ids=["png", "jpg", "gif"])
def test_a_picture_that_is_cut_off_is_refused_and_never_hangs(whole: bytes) -> None:
    for length in range(8, len(whole) - 1):
        with suppress(ValueError):
            assert kind_of(without_metadata(whole[:length])) == "gif"
