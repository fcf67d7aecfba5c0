"""How fast, how large, how exact: ``python -m tests.benchmarks [PART]``; results with machine and date in docs/performance.md.

Nothing here passes or fails: machines differ. Ratios to something measured in the same run are what to compare.
"""
