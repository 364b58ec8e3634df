"""The rules engine: rules as data, read, compiled, evaluated and explained. Pure Python.

The rooms are a staircase; each imports only those below it:

`values` (what is known of a truth or a number) → `pack` (the rules as their authors wrote them) →
`compile` (the rules of one day as a graph) → `evaluate` (one household, or a population) →
`advise` (the next question, the nearest change, the years to come) → `explain` (in words) →
`author` (lint, worked cases, coverage, proofs).
"""
