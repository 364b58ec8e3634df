"""The web API of OpenFisca's country template, for gunicorn under an interpreter that has it."""

from openfisca_country_template import CountryTaxBenefitSystem
from openfisca_web_api.app import create_app

app = create_app(CountryTaxBenefitSystem())
