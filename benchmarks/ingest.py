"""Speed of reading, side by side in one run: PDF files on disk to rows in the lake, against what else one might use.

    python -m benchmarks.ingest                 pages a second, character error rate, ratios
    python -m benchmarks.ingest --memory        memory of the parent at 1,000 and at 20,000 small files as well
    python -m benchmarks.ingest --toolkit       one popular document toolkit, installed from PyPI for the occasion

Every way reads the same files with the same number of processes; starting the processes counts.
"""

if __name__ == "__main__":  # every process that is spawned loads this module anew: it stays as light as dishu's own
    from benchmarks.reading import main

    main(__doc__)
