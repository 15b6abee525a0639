"""Benchmarks against floors: one JSON object a line."""
