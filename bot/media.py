"""Files by their content: what they are, and pictures without what their maker's device wrote into them.

Pictures are taken apart and put together from the parts that make the image, never decoded: nothing loses quality,
an animation stays one, and no file can make us unpack a gigabyte.
"""

import struct

KINDS = {"png": (0, b"\x89PNG\r\n\x1a\n"), "jpg": (0, b"\xff\xd8\xff"), "gif": (0, b"GIF8"), "mp4": (4, b"ftyp")}
"""Where and with which bytes each kind of file begins."""

PNG_PARTS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
    | {b"acTL", b"fcTL", b"fdAT", b"cICP"}
)
"""The image, its colours, and an animation's frames; not texts, times, EXIF, and whatever else a program may add."""

STILLS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
"""Pictures that begin as films do: no network takes them, and nothing here takes out where they were taken."""

JPEG_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""How those of JPEG's application segments begin that colours depend on; others hold what programs write."""

LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
ORIENTATION = 0x0112


def kind_of(content: bytes) -> str:
    """What a file is, whatever it is called: png, jpg, gif or mp4; empty for anything else."""
    kind = next((kind for kind, (at, begins) in KINDS.items() if content[at:].startswith(begins)), "")
    return "" if kind == "mp4" and content[8:12] in STILLS else kind


def without_metadata(content: bytes) -> bytes:
    """A picture without places, times, devices, comments and previews; turned as it was meant to be seen.

    A film is returned as it is. Raises ValueError for a picture that cannot be taken apart: it is broken.
    """
    clean = {"png": clean_png, "jpg": clean_jpeg, "gif": clean_gif}.get(kind_of(content))
    try:
        return clean(content) if clean is not None else content
    except (struct.error, IndexError, ValueError) as error:
        raise ValueError("The picture is cut off or broken.") from error


def clean_png(content: bytes) -> bytes:
    """Only the chunks that make the image, to the end of the image."""
    kept, at = [content[:8]], 8
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError
        if name in PNG_PARTS:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def clean_jpeg(content: bytes) -> bytes:
    """Only the segments that make the image; of EXIF nothing is kept but which side is up."""
    kept, at = [content[:2]], 2
    while True:
        if content[at] != 0xFF:
            raise ValueError
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return b"".join([*kept, content[at : at + 2]])
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == 0xDA:
            end = end_of_scan(content, end)
        kept.append(kept_of_segment(marker, content[at:end]))
        at = end


def end_of_scan(content: bytes, at: int) -> int:
    """Where the compressed image ends: at the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


def kept_of_segment(marker: int, segment: bytes) -> bytes:
    """What is kept of one segment of a JPEG."""
    inside = segment[4:]
    if marker == 0xE1 and inside.startswith(b"Exif\0\0"):
        turned = orientation_in(inside[6:])
        return upright(turned) if turned > 1 else b""
    colours = marker in JPEG_COLOURS and inside.startswith(JPEG_COLOURS[marker])
    if marker == 0xFE or (0xE1 <= marker <= 0xEF and not colours):
        return b""
    return segment


def orientation_in(tiff: bytes) -> int:
    """Which side of a picture is up, from 1 to 8, as EXIF says it in its first directory; 1 when it does not."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, directory)
        for entry in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * entry)
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def upright(orientation: int) -> bytes:
    """A segment of EXIF that says which side is up and nothing else."""
    directory = struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + directory
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def clean_gif(content: bytes) -> bytes:
    """Only what makes the animation: no comments, and of programs' own blocks only the one that lets it loop."""
    at = 13 + table_after(content[10])
    kept = [content[:at]]
    while True:
        sign = content[at] if at < len(content) else 0x3B
        if sign == 0x3B:
            return b"".join([*kept, b"\x3b"])
        if sign == 0x2C:
            end = end_of_blocks(content, at + 11 + table_after(content[at + 9]))
            kept.append(content[at:end])
        elif sign == 0x21:
            end = end_of_blocks(content, at + 2)
            label, inside = content[at + 1], content[at + 3 : at + 14]
            if label in {0xF9, 0x01} or (label == 0xFF and inside.startswith(LOOPS)):
                kept.append(content[at:end])
        else:
            raise ValueError
        at = end


def table_after(flags: int) -> int:
    """How many bytes of colours follow, as a GIF's flags say."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def end_of_blocks(content: bytes, at: int) -> int:
    """Where a GIF's chain of blocks ends, each of which says how long it is."""
    while content[at]:
        at += content[at] + 1
    return at + 1
