"""The device that trains, and process settings that make PyTorch fast on a small CPU."""
from __future__ import annotations

import ctypes
import os

import cv2
import torch

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4


def choose_device(name: str = "auto") -> torch.device:
    """auto: a GPU that CUDA (or ROCm) finds, else the CPU. Raises ValueError if a GPU is asked for and there is none."""
    found = torch.cuda.is_available()
    if name == "cuda" and not found:
        raise ValueError("PyTorch finds no GPU here; --device cpu trains on the processor")
    return torch.device("cuda" if found and name != "cpu" else "cpu")


def device_of(network: torch.nn.Module) -> torch.device:
    """Where a network's weights are; the CPU for one without parameters, as the shipped one is, which keeps its weights as plain tensors."""
    first = next(network.parameters(), None)
    return torch.device("cpu") if first is None else first.device


def prepare_cpu(threads: int) -> None:
    """Sets threads, flushes denormals, and keeps freed activations in the process.

    By default glibc returns every large block to the kernel and faults it in again at the next step; keeping them doubled the
    training rate. Other C libraries and preloaded allocators are left alone.
    """
    torch.set_num_threads(threads)
    cv2.setNumThreads(0)
    torch.set_flush_denormal(True)
    if os.uname().sysname == "Linux" and "malloc" not in os.environ.get("LD_PRELOAD", ""):
        try:
            libc = ctypes.CDLL("libc.so.6")
            libc.mallopt(M_MMAP_MAX, 0)
            libc.mallopt(M_TRIM_THRESHOLD, 2**31 - 1)
        except (OSError, AttributeError):
            return
