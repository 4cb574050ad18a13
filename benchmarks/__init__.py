"""How fast the library is: ratios measured within one run, each against a bar; `python -m benchmarks`."""
