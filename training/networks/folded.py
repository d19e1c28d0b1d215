"""The detector with its normalisation folded into the convolutions and its statistics frozen, for training on that goes on on CPUs.

Weights, scales and shifts are trained as before; only the statistics stay. Where there are AVX-512 BF16 and g++, depthwise layers run by
`folded.cpp`, compiled at the first use: a step then takes a quarter of the time.
"""
from __future__ import annotations

import ctypes
import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from types import MethodType
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from .graph import fold
from .inverted_residual import Convolution, same_padding

SOURCE = Path(__file__).with_suffix(".cpp")
LAST = torch.channels_last


class _Shape(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("images", "height", "width", "channels", "out_height", "out_width", "stride", "pad")]


@cache
def has_kernels() -> bool:
    """Whether there are the instructions that the kernels use, and a compiler for them."""
    cpu = Path("/proc/cpuinfo")
    return cpu.exists() and "avx512_bf16" in cpu.read_text() and shutil.which("g++") is not None


@cache
def _kernels() -> ctypes.CDLL:
    """Compiles the kernels once a version of their source. Raises subprocess.CalledProcessError if the compiler fails."""
    built = Path(tempfile.gettempdir()) / f"folded-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"
    if not built.exists():
        with tempfile.TemporaryDirectory() as folder:
            beside = Path(folder) / "folded.so"
            subprocess.run(["g++", "-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC", "-o", beside, SOURCE], check=True)
            built.write_bytes(beside.read_bytes())
    return ctypes.CDLL(str(built))


def _at(tensor: torch.Tensor) -> ctypes.c_void_p:
    return ctypes.c_void_p(tensor.data_ptr())


class _Depthwise(torch.autograd.Function):
    """maps [batch, channels, height, width], weight [channels, 1, kernel, kernel] and bias [channels] to bfloat16 maps after ReLU6."""

    @staticmethod
    def forward(context: Any, maps: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, stride: int) -> torch.Tensor:
        maps = maps.to(torch.bfloat16).contiguous(memory_format=LAST)
        count, channels, height, width = maps.shape
        kernel = weight.shape[-1]
        taps, shift = weight.detach().float().reshape(channels, -1).t().contiguous(), bias.detach().float().contiguous()
        output = torch.empty((count, channels, -(-height // stride), -(-width // stride)), dtype=torch.bfloat16, memory_format=LAST)
        pad = same_padding(kernel, stride)[0]
        context.kernel, context.shape = kernel, _Shape(count, height, width, channels, *output.shape[2:], stride, pad)
        _kernels().depthwise(kernel, _at(maps), _at(taps), _at(shift), _at(output), context.shape)
        context.save_for_backward(maps, taps, output)
        return output

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:  # type: ignore[override]
        maps, taps, output = context.saved_tensors
        gradient = gradient.to(torch.bfloat16).contiguous(memory_format=LAST)
        channels, kernel = maps.shape[1], context.kernel
        of_maps, sums = torch.empty_like(maps), torch.zeros(kernel * kernel + 1, channels)
        _kernels().depthwise_gradient(kernel, _at(maps), _at(taps), _at(output), _at(gradient), _at(of_maps), _at(sums), context.shape)
        return of_maps, sums[:-1].t().reshape(channels, 1, kernel, kernel), sums[-1], None


class _Relu6(torch.autograd.Function):
    """In place; bfloat16, channels last."""

    @staticmethod
    def forward(context: Any, maps: torch.Tensor) -> torch.Tensor:
        context.mark_dirty(maps.clamp_(0, 6))
        context.save_for_backward(maps)
        return maps

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        output, = context.saved_tensors
        gradient = gradient.to(torch.bfloat16).contiguous(memory_format=LAST)
        _kernels().relu6_gradient(_at(output), _at(gradient), ctypes.c_size_t(gradient.numel()))
        return gradient


def _convolve(layer: Convolution, maps: torch.Tensor) -> torch.Tensor:
    conv = layer.conv
    weight, bias = fold(conv, layer.norm)
    if conv.groups > 1 and has_kernels():
        return _Depthwise.apply(maps, weight, bias, conv.stride[0])
    sums = functional.conv2d(layer.pad(maps), weight, bias, conv.stride, conv.padding, groups=conv.groups)
    if not layer.active:
        return sums
    return _Relu6.apply(sums) if has_kernels() else functional.relu6(sums)


def freeze_statistics(network: nn.Module) -> None:
    """Makes every `Convolution` of a network answer as in evaluation mode, in training as well; with the kernels under torch.autocast alone."""
    for layer in network.modules():
        if isinstance(layer, Convolution):
            layer.forward = MethodType(_convolve, layer)  # type: ignore[method-assign]
