"""Benchmarks: `python -m tests.benchmarks NAME [--json]`. Each compares on the same work in one run; none is a test."""
