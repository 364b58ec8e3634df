"""Measures: ratios against a bare Flask view under the same server, in one run. `make bench`."""
