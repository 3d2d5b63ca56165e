"""Makes a screenshot smaller: a picture of a page has few colours, and a palette of 256 holds all that one can tell."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
COARSE = 0b11111100
"""Shades are told apart to this: eyes see no finer ones on an edge of a letter."""

Pixel = tuple[int, int, int]


def smaller(png: bytes) -> bytes:
    """The same picture with a palette, for a PNG in true colour as browsers write them; always the same."""
    width, height, pixels = decoded(png)
    coarse = [(red & COARSE, green & COARSE, blue & COARSE) for red, green, blue in pixels]
    exact = Counter(pixels)
    truest = {}
    for pixel, _ in sorted(exact.items(), key=lambda each: (each[1], each[0])):
        truest[pixel[0] & COARSE, pixel[1] & COARSE, pixel[2] & COARSE] = pixel
    common = [shade for shade, _ in sorted(Counter(coarse).items(), key=lambda each: (-each[1], each[0]))]
    kept = {shade: number for number, shade in enumerate(common[:COLOURS])}
    place = {shade: kept[shade] if shade in kept else kept[nearest(shade, kept)] for shade in common}
    lines = bytes(place[shade] for shade in coarse)
    rows = b"".join(b"\0" + lines[start : start + width] for start in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = b"".join(bytes(truest[shade]) for shade in kept)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(chunk(kind, body) for kind, body in parts)


def nearest(shade: Pixel, kept: dict[Pixel, int]) -> Pixel:
    """The kept shade that looks most like this one."""
    return min(kept, key=lambda each: sum((one - other) ** 2 for one, other in zip(each, shade, strict=True)))


def decoded(png: bytes) -> tuple[int, int, list[Pixel]]:
    """Width, height and the pixels, row by row."""
    packed = b""
    width = height = channels = 0
    for kind, body in chunks(png):
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8, "only eight bits a channel are read"
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += body
    raw, before, size = zlib.decompress(packed), bytes(width * channels), width * channels
    pixels: list[Pixel] = []
    for start in range(0, len(raw), size + 1):
        before = unfiltered(raw[start], raw[start + 1 : start + 1 + size], before, channels)
        pixels += zip(before[0::channels], before[1::channels], before[2::channels], strict=True)
    return width, height, pixels


def unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """A row as it was before PNG's filter `kind`: 0 none, 1 left, 2 up, 3 average, 4 Paeth."""
    row = bytearray(line)
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        up = above[at]
        if kind == 1:
            row[at] = (row[at] + left) & 255
        elif kind == 2:
            row[at] = (row[at] + up) & 255
        elif kind == 3:
            row[at] = (row[at] + (left + up) // 2) & 255
        elif kind == 4:
            row[at] = (row[at] + paeth(left, up, above[at - step] if at >= step else 0)) & 255
    return bytes(row)


def paeth(left: int, up: int, corner: int) -> int:
    """Which of three neighbours is nearest to left + up - corner. Source: PNG specification, 9.4."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG file."""
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def chunk(kind: bytes, body: bytes) -> bytes:
    """One part of a PNG file."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
