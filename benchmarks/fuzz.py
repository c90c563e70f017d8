"""Broken files by the thousand: every format flipped, cut and spliced, then taken in as ``dishu run`` would.

    python -m benchmarks.fuzz                   2,000 files
    python -m benchmarks.fuzz --seed 7          other ones

The run must not crash, every path must end in a state, no process may take more memory than its limit, and whatever
hangs must be cut. Says so, or exits with 1. Scans are left unrecognised. Crashes that cost one file are shown too.
"""

if __name__ == "__main__":  # every process that is spawned loads this module anew: it stays as light as dishu's own
    from benchmarks.breaking import main

    main(__doc__)
