"""Persons a second of ten variables, under an interpreter that has the country template."""

import json
import time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem

PEOPLE = 300_000
MONTH = "2017-01"
OF_PERSONS = ["basic_income", "pension", "income_tax", "social_security_contribution", "age"]
OF_HOUSEHOLDS = [
    "housing_allowance",
    "parenting_allowance",
    "household_income",
    "total_benefits",
    "total_taxes",
]


def build(system, sizes):
    """A fresh simulation, since calculated values are kept."""
    home = np.repeat(np.arange(len(sizes)), sizes)
    first = np.r_[True, home[1:] != home[:-1]]
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", [str(n) for n in range(len(home))])
    household = builder.declare_entity("household", [str(n) for n in range(len(sizes))])
    builder.join_with_persons(household, home.astype(str), np.where(first, "adult", "child"))
    return builder.build(system), len(home)


def main():
    system, random = CountryTaxBenefitSystem(), np.random.default_rng(1)
    sizes = random.integers(1, 6, size=PEOPLE // 3)
    best = 0.0
    for _ in range(3):
        simulation, people = build(system, sizes)
        days = random.integers(0, 80 * 365, people).astype("timedelta64[D]")
        simulation.set_input("birth", MONTH, np.datetime64("2017-01-01") - days)
        simulation.set_input("salary", MONTH, random.integers(0, 9000, people).astype("float32"))
        simulation.set_input("rent", MONTH, random.integers(0, 2000, len(sizes)).astype("float32"))
        begin = time.perf_counter()
        for name in OF_PERSONS + OF_HOUSEHOLDS:
            simulation.calculate(name, MONTH)
        best = max(best, people / (time.perf_counter() - begin))
    print(json.dumps({"persons_per_second": best, "outputs": len(OF_PERSONS + OF_HOUSEHOLDS)}))


main()
