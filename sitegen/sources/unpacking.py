"""Packed bytes unpacked as far as they should go and no further: a kilobyte can unpack to a gigabyte."""

import zlib

_ANY_OF_GZIP_AND_ZLIB = 47
_SIGNS = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def unpacked(data: bytes, most: int) -> bytes:
    """What gzip or zlib packed, or the bytes themselves where neither did.

    Raises ValueError where they unpack to more than `most` bytes, end too early or are damaged.
    """
    if not data.startswith(_SIGNS):
        if len(data) > most:
            raise ValueError(f"it holds more than {most >> 20} MB")
        return data
    unpacker = zlib.decompressobj(wbits=_ANY_OF_GZIP_AND_ZLIB)
    try:
        found = unpacker.decompress(data, most)
        more = unpacker.decompress(unpacker.unconsumed_tail, 1) if unpacker.unconsumed_tail else b""
    except zlib.error as error:
        raise ValueError(f"its packing is damaged: {error}") from error
    if more:
        raise ValueError(f"it unpacks to more than {most >> 20} MB")
    if not unpacker.eof:
        raise ValueError("it ends too early")
    return found
