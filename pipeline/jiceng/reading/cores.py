"""How many cores this process may use, which can be fewer than the machine has."""

import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def available_cores(quota: Path = _QUOTA) -> int:
    """Cores that the process may run on, at least 1; a container's share of processor time counts as so many cores."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        cores = os.cpu_count() or 1
    try:
        allowed, period = quota.read_text(encoding="ascii").split()
        if allowed != "max":
            cores = min(cores, max(1, int(allowed) // int(period)))
    except (OSError, ValueError):
        pass  # no such limit here, or one that is written in a way that we do not know
    return cores
