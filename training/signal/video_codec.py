"""H.264 and VP9 in memory: pictures of one size are coded as the frames of a short clip."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Sequence

import av
import numpy as np
from av.video.frame import VideoFrame

H264_SHARE, MOVING_SHARE = 0.8, 0.5


@dataclass(frozen=True)
class Codec:
    """name: "h264" or "vp9". quality: the quantiser (0…51) or VP9's (0…63), higher is worse.

    moving: every picture follows a copy of itself that is shifted by `moving` pixels, and is predicted from it as in a
    running video; 0 codes every picture by itself, like the first frame of a scene.
    """

    name: str
    quality: int
    moving: int = 0


def draw_codec(rng: np.random.Generator, h264: tuple[int, int], vp9: tuple[int, int]) -> Codec:
    """A random codec, H.264 in four draws of five, with a quality from its range (upper end excluded)."""
    moving = int(rng.integers(1, 4)) if rng.random() < MOVING_SHARE else 0
    if rng.random() < H264_SHARE:
        return Codec("h264", int(rng.integers(*h264)), moving)
    return Codec("vp9", int(rng.integers(*vp9)), moving)


def _encoder(codec: Codec, width: int, height: int) -> av.CodecContext:
    encoder = av.CodecContext.create("libx264" if codec.name == "h264" else "libvpx-vp9", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, height, "yuv420p", Fraction(1, 25)
    encoder.thread_count = 1
    group = str(2 if codec.moving else 1)
    if codec.name == "h264":
        encoder.options = {"preset": "veryfast", "tune": "zerolatency", "qp": str(codec.quality), "g": group}
    else:
        encoder.options = {"deadline": "realtime", "cpu-used": "8", "crf": str(codec.quality), "b": "0", "g": group,
                           "lag-in-frames": "0"}
    return encoder


def recode(pictures: Sequence[np.ndarray], codec: Codec) -> list[np.ndarray]:
    """uint8 [height, width, 3] each, all of one even size; returns them after encoding and decoding, in order.

    Raises RuntimeError if the decoder gives back another number of frames.
    """
    height, width = pictures[0].shape[:2]
    encoder = _encoder(codec, width, height)
    frames = []
    for picture in pictures:
        if codec.moving:
            frames.append(np.roll(picture, (codec.moving, codec.moving), (0, 1)))
        frames.append(picture)
    packets = [packet for frame in frames for packet in encoder.encode(VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24"))]
    packets += encoder.encode(None)
    decoder = av.CodecContext.create("h264" if codec.name == "h264" else "vp9", "r")
    decoder.thread_count = 1
    decoded = [frame for packet in packets for frame in decoder.decode(packet)]
    decoded += decoder.decode(None)
    if len(decoded) != len(frames):
        raise RuntimeError(f"{codec} gave back {len(decoded)} of {len(frames)} frames")
    kept = decoded[1::2] if codec.moving else decoded
    return [frame.to_ndarray(format="rgb24") for frame in kept]
