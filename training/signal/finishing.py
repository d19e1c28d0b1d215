"""The crop and the look (colour, blur, noise), drawn on the device that trains each time an item is shown."""
from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

SCALE, SHIFT = (0.86, 1.14), 0.07
ROTATED_SHARE, ROTATION = 0.35, 12.0
BLUR_SHARE, BLUR_SIGMA = 0.12, (0.4, 1.6)
NOISE_SHARE, NOISE_SIGMA = 0.15, (1.0, 7.0)
COLOUR_SHARE, BRIGHTNESS, CONTRAST, SATURATION = 0.7, 25.0, 0.2, 0.35
GREY_SHARE = 0.03


@dataclass(frozen=True)
class View:
    """How faces are shown to a network. size: side of its input; scale: side of the crop in face boxes."""

    size: int
    scale: float = 1.0

    @property
    def cells(self) -> int:
        """Fields of the blend mask along a side."""
        return self.size // 16


@dataclass
class Shown:
    """faces: float [2 * pairs, 3, size, size], 0…255, whole numbers, the genuine ones first; masks: float [2 * pairs, cells, cells], 0…1."""

    faces: torch.Tensor
    masks: torch.Tensor


def cut(pictures: torch.Tensor, centre: torch.Tensor, side: int, size: int) -> torch.Tensor:
    """Squares of `side` pixels about `centre` [count, 2] (x, y), edges replicated, resized to `size` by the crop rule's filter.

    pictures: uint8 or float [count, 3, height, width]. Returns float [count, 3, size, size], 0…255, whole numbers.
    """
    height, width = pictures.shape[2:]
    span = torch.arange(side, device=pictures.device)
    first = (centre - side / 2).round().long()
    columns = (first[:, :1] + span).clamp(0, width - 1)
    rows = (first[:, 1:] + span).clamp(0, height - 1)
    image = torch.arange(len(pictures), device=pictures.device)[:, None, None]
    squares = pictures.permute(0, 2, 3, 1)[image, rows[:, :, None], columns[:, None]].permute(0, 3, 1, 2).float()
    if side != size:
        squares = functional.interpolate(squares, (size, size), mode="bilinear", antialias=True, align_corners=False)
    return squares.round().clamp(0, 255)


def middle(pictures: torch.Tensor) -> torch.Tensor:
    return torch.tensor([pictures.shape[3] / 2, pictures.shape[2] / 2], device=pictures.device).expand(len(pictures), 2)


def nominal(pictures: torch.Tensor, margin: float, view: View, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)) -> torch.Tensor:
    """Faces as the extension would cut them, or a little closer, wider or aside. Shapes as in `cut`."""
    side = round(view.scale * scale * pictures.shape[3] / margin)
    moved = torch.tensor(shift, device=pictures.device) * side
    return cut(pictures, middle(pictures) + moved, side, view.size)


def rotated(pictures: torch.Tensor, angles: torch.Tensor) -> torch.Tensor:
    """Turns float pictures [count, channels, side, side] about their middle by `angles` [count] in radians, edges replicated."""
    cosine, sine, none = angles.cos(), angles.sin(), torch.zeros_like(angles)
    matrix = torch.stack([torch.stack([cosine, -sine, none], 1), torch.stack([sine, cosine, none], 1)], 1)
    grid = functional.affine_grid(matrix, list(pictures.shape), align_corners=False)
    return functional.grid_sample(pictures, grid, mode="bilinear", padding_mode="border", align_corners=False)


def show(pictures: torch.Tensor, masks: torch.Tensor, margin: float, view: View, generator: torch.Generator) -> Shown:
    """Draws a crop and a look for each pair, alike for both of it.

    pictures: uint8 [2 * pairs, 3, side, side], the genuine ones first; masks: uint8 [2 * pairs, 56, 56] over the same area.
    """
    device, pairs = pictures.device, len(pictures) // 2

    def drawn(low: float, high: float, *shape: int) -> torch.Tensor:
        return torch.rand(pairs, *shape, generator=generator, device=device).mul_(high - low).add_(low).repeat(2, *(1 for _ in shape))

    def chance(share: float) -> bool:
        return float(torch.rand((), generator=generator_cpu)) < share

    generator_cpu = torch.Generator().manual_seed(int(torch.randint(2**31, (), generator=generator, device=device)))
    values, fields = pictures, masks[:, None].float() / 255
    if chance(ROTATED_SHARE):
        angles = drawn(-ROTATION, ROTATION) * math.pi / 180
        values, fields = rotated(values.float(), angles), rotated(fields, angles)
    low, high = SCALE
    scale = view.scale * (low + (high - low) * float(torch.rand((), generator=generator_cpu)))
    side = max(16, round(scale * pictures.shape[3] / margin))
    shift = drawn(-SHIFT, SHIFT, 2) * side
    faces = cut(values, middle(values) + shift, side, view.size)
    mask = _cut_fields(fields, shift / pictures.shape[3], side / pictures.shape[3], view.cells)
    flipped = drawn(0, 1) < 0.5
    faces = torch.where(flipped[:, None, None, None], faces.flip(3), faces)
    mask = torch.where(flipped[:, None, None], mask.flip(2), mask)
    if chance(BLUR_SHARE):
        faces = _blurred(faces, BLUR_SIGMA[0] + (BLUR_SIGMA[1] - BLUR_SIGMA[0]) * float(torch.rand((), generator=generator_cpu)))
    coloured = (drawn(0, 1) < COLOUR_SHARE).float()[:, None, None, None]
    contrast, saturation = (1 + coloured * drawn(-by, by)[:, None, None, None] for by in (CONTRAST, SATURATION))
    saturation = torch.where(drawn(0, 1)[:, None, None, None] < GREY_SHARE, torch.zeros_like(saturation), saturation)
    grey = faces.mean(1, keepdim=True)
    level = grey.mean((2, 3), keepdim=True)
    # Both of a pair share the mean, or the look would tell them apart.
    level = level[:pairs].repeat(2, 1, 1, 1)
    faces = (grey + (faces - grey) * saturation - level) * contrast + level + coloured * drawn(-BRIGHTNESS, BRIGHTNESS)[:, None, None, None]
    noisy = (drawn(0, 1) < NOISE_SHARE).float() * drawn(*NOISE_SIGMA)
    faces = faces + noisy[:, None, None, None] * torch.randn(faces.shape, generator=generator, device=device)
    return Shown(faces.round().clamp(0, 255), mask)


def _cut_fields(fields: torch.Tensor, shift: torch.Tensor, side: float, cells: int) -> torch.Tensor:
    """The masks in the crop, averaged over fields: float [count, cells, cells]. shift and side in shares of the picture's side."""
    matrix = torch.zeros(len(fields), 2, 3, device=fields.device)
    matrix[:, 0, 0] = matrix[:, 1, 1] = side
    matrix[:, :, 2] = 2 * shift
    grid = functional.affine_grid(matrix, [len(fields), 1, cells * 4, cells * 4], align_corners=False)
    return functional.avg_pool2d(functional.grid_sample(fields, grid, padding_mode="border", align_corners=False), 4)[:, 0]


def _blurred(faces: torch.Tensor, sigma: float) -> torch.Tensor:
    reach = max(1, math.ceil(3 * sigma))
    kernel = torch.exp(-torch.arange(-reach, reach + 1, device=faces.device).float() ** 2 / (2 * sigma**2))
    kernel = (kernel / kernel.sum()).repeat(3, 1)
    padded = functional.pad(faces, (reach,) * 4, mode="replicate")
    return functional.conv2d(functional.conv2d(padded, kernel[:, None, None], groups=3), kernel[:, None, :, None], groups=3)
