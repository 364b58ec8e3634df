"""The welfare engine: rules as data, read, compiled, evaluated and explained. Pure Python.

The way through the folder, from text to answer:

`yamltext` reads YAML with line numbers → `reading` makes a `pack.Pack` of it or a list of
`problems` → `building` turns the rules of one day into a `graph` of typed nodes → `scalar`
evaluates one household, `vector` a population → `assessing` words the verdicts, `asking` picks
the next question, `nearest` what would change a no, `forecasting` what the years will bring.
"""
