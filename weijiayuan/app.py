"""Puts the parts together, decides nothing."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from weijiayuan import background
from weijiayuan.accounts import current_caller
from weijiayuan.accounts import periodic_tasks as account_periodic
from weijiayuan.accounts.api import me, sessions
from weijiayuan.accounts.cli import staff_cli
from weijiayuan.accounts.file_transfer_api import files
from weijiayuan.accounts.sample_sign_in_api import sample_desk
from weijiayuan.accounts.staff_api import staff_desk, staff_telephone
from weijiayuan.appeals import periodic_tasks as appeal_periodic
from weijiayuan.appeals.api.anonymous_appeals import anonymous_appeals
from weijiayuan.appeals.api.case_bundle_and_ruling_check import bundles, court, rulings
from weijiayuan.appeals.api.caseworker_desk import appeals_desk
from weijiayuan.appeals.api.duty import duty_desk
from weijiayuan.appeals.api.judge_desk import court_rooms, judging
from weijiayuan.appeals.api.judicial_confirmation import confirmations, owed
from weijiayuan.appeals.api.mediations import mediations
from weijiayuan.appeals.api.mediator_selection import choosing
from weijiayuan.appeals.api.mediators import mediators
from weijiayuan.appeals.api.party_participation import taking_part
from weijiayuan.appeals.api.remedy_advice import paths as appeal_paths
from weijiayuan.appeals.api.resident_appeals import appeals, leads
from weijiayuan.appeals.api.resolution_confirmation import settled
from weijiayuan.appeals.api.settlement_peer_review import reviews
from weijiayuan.approvals import periodic_tasks as approval_periodic
from weijiayuan.approvals import rulebook_in_force as approval_rulebooks
from weijiayuan.approvals.api import (
    applying,
    approval_papers,
    approvals,
    approvals_desk,
    handovers,
    licences,
    objections_desk,
    rulebook_desk,
)
from weijiayuan.approvals.api import consents as approval_consents
from weijiayuan.approvals.licence_documents import signing_keys as approval_keys
from weijiayuan.audit import service as audit_service
from weijiayuan.audit.cli import audit_cli
from weijiayuan.background.cli import background_cli
from weijiayuan.backup.cli import backup_cli
from weijiayuan.capacity_claims import periodic_tasks as claim_periodic
from weijiayuan.client.desk_pages import console
from weijiayuan.client.views import client
from weijiayuan.commons import api as commons
from weijiayuan.commons import periodic_tasks as commons_periodic
from weijiayuan.db import setup as database
from weijiayuan.db.cli import data_cli
from weijiayuan.db.migration_cli import migration_cli
from weijiayuan.directory import api as directory
from weijiayuan.directory import periodic_tasks as directory_periodic
from weijiayuan.district import current_district
from weijiayuan.events import periodic_tasks as event_periodic
from weijiayuan.events.api import events, orders, supervisions
from weijiayuan.events.cli import events_cli
from weijiayuan.files import periodic_tasks as file_periodic
from weijiayuan.gateways import setup as gateways
from weijiayuan.governance import periodic_tasks as governance_periodic
from weijiayuan.governance.api.audit_trail import trail
from weijiayuan.governance.api.dashboard import governance
from weijiayuan.governance.api.district_administration import places_desk
from weijiayuan.governance.api.printed_codes import codes
from weijiayuan.governance.cli import directory_cli
from weijiayuan.governance.surge_detection import periodic_tasks as signal_periodic
from weijiayuan.governance.surge_detection.api import signals
from weijiayuan.governance.surge_detection.cli import signals_cli
from weijiayuan.jobs import periodic_tasks as job_periodic
from weijiayuan.jobs.api import applying as job_applications
from weijiayuan.jobs.api import employers, jobs, my_jobs, posting
from weijiayuan.jobs.cli import jobs_cli
from weijiayuan.jobs.staff_api import jobs_desk
from weijiayuan.lottery_draws.api import draws
from weijiayuan.markets import periodic_tasks as market_periodic
from weijiayuan.markets.api.market_day import market_stall
from weijiayuan.markets.api.organisers import market_desk
from weijiayuan.markets.api.residents import markets
from weijiayuan.markets.queue_display_page import stall_screen
from weijiayuan.notices import periodic_tasks as notice_periodic
from weijiayuan.notices import subscribe_templates
from weijiayuan.notices.api import door, mine
from weijiayuan.personal_data.api import my_data
from weijiayuan.places.api import places
from weijiayuan.places.cli import district_cli
from weijiayuan.running_processes.cli import machines_cli
from weijiayuan.samples import sample_cli
from weijiayuan.saved_views.api import desk
from weijiayuan.sensing import periodic_tasks as sensing_periodic
from weijiayuan.sensing.api.desk import alarms, sensing_rules
from weijiayuan.sensing.api.device_import import devices
from weijiayuan.sensing.api.public import public_devices
from weijiayuan.sensing.api.sensorthings import sensor_things
from weijiayuan.sensing.cli import sensing_cli
from weijiayuan.settings import Settings
from weijiayuan.tips import periodic_tasks as tip_periodic
from weijiayuan.tips.api.anonymous_tips import anonymous_tips
from weijiayuan.tips.api.pre_submission_hints import before_tips
from weijiayuan.tips.api.signed_in_tips import tips
from weijiayuan.tips.open311.api import open311
from weijiayuan.tips.open311.cli import open311_cli
from weijiayuan.venues import periodic_tasks as venue_periodic
from weijiayuan.venues.api import activities, venues
from weijiayuan.venues.staff_api import activity_keeping, venue_keeping
from weijiayuan.web import (
    admission,
    errors,
    health,
    middleware,
    no_cookies,
    openapi,
    rate_limits,
    refusal_tarpit,
    request_body_buffering,
    response_cache,
    rulebook_check_lock,
)
from weijiayuan.web import periodic_tasks as web_periodic
from weijiayuan.web.json import PlainJson
from weijiayuan.web.lazy_url_rules import LateBuildingRule
from weijiayuan.welfare import pack_in_force as welfare_packs
from weijiayuan.welfare import periodic_tasks as welfare_periodic
from weijiayuan.welfare import simulation_job as welfare_simulations
from weijiayuan.welfare.api import welfare
from weijiayuan.welfare.cli import welfare_cli
from weijiayuan.welfare.publishing.staff_api import publishing as welfare_publishing
from weijiayuan.welfare.reform_simulation_api import welfare_desk

APIS = (
    sessions,
    me,
    my_data,
    staff_desk,
    staff_telephone,
    files,
    places,
    places_desk,
    mine,
    door,
    welfare,
    welfare_desk,
    welfare_publishing,
    events,
    orders,
    supervisions,
    anonymous_tips,
    before_tips,
    tips,
    open311,
    appeal_paths,
    anonymous_appeals,
    appeals_desk,
    appeals,
    settled,
    leads,
    duty_desk,
    mediations,
    taking_part,
    choosing,
    reviews,
    mediators,
    judging,
    confirmations,
    bundles,
    court,
    court_rooms,
    rulings,
    owed,
    desk,
    governance,
    codes,
    signals,
    trail,
    devices,
    public_devices,
    alarms,
    sensing_rules,
    sensor_things,
    jobs,
    posting,
    job_applications,
    employers,
    my_jobs,
    jobs_desk,
    draws,
    markets,
    market_desk,
    market_stall,
    venues,
    venue_keeping,
    activities,
    activity_keeping,
    approvals,
    applying,
    approval_papers,
    licences,
    handovers,
    approval_consents,
    approvals_desk,
    objections_desk,
    rulebook_desk,
    *commons.BLUEPRINTS,
    *directory.BLUEPRINTS,
)
COMMANDS = (
    audit_cli,
    background_cli,
    backup_cli,
    data_cli,
    migration_cli,
    directory_cli,
    district_cli,
    events_cli,
    jobs_cli,
    machines_cli,
    open311_cli,
    sample_cli,
    sensing_cli,
    signals_cli,
    staff_cli,
    welfare_cli,
)
PERIODIC = (
    account_periodic,
    approval_periodic,
    welfare_periodic,
    appeal_periodic,
    claim_periodic,
    commons_periodic,
    directory_periodic,
    event_periodic,
    file_periodic,
    job_periodic,
    market_periodic,
    notice_periodic,
    sensing_periodic,
    governance_periodic,
    signal_periodic,
    tip_periodic,
    venue_periodic,
    web_periodic,
    welfare_simulations,
)
"""Modules whose periodic tasks are known to the worker because they are imported here."""


def create_app(settings: Settings) -> Flask:
    """Build the service from its settings."""
    app = Flask("weijiayuan", static_folder=None)
    app.json = PlainJson(app)
    app.url_rule_class = LateBuildingRule
    app.session_interface = no_cookies.NoCookies()
    app.secret_key = settings.secret_key
    app.extensions["weijiayuan.settings"] = settings
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024
    _connect(app, settings)
    _mount(app, settings)
    _guard(app, settings)
    middleware.init_app(app)
    return app


def _connect(app: Flask, settings: Settings) -> None:
    """Give the application its district, database, outside services and rulebooks."""
    current_district.init_app(app, settings)
    database.init_app(app, settings)
    audit_service.init_app(app)
    gateways.init_app(app, settings)
    background.init_app(app, settings)
    subscribe_templates.init_app(app, settings)
    errors.init_app(app)
    rate_limits.init_app(app, settings)
    health.init_app(app)
    current_caller.init_app(app)
    welfare_packs.init_app(app)
    rulebook_check_lock.init_app(app, settings.data_dir)
    approval_rulebooks.init_app(app)
    approval_keys.init_app(app, settings)


def _mount(app: Flask, settings: Settings) -> None:
    """Open every door: endpoints, pages, commands."""
    api = openapi.init_app(app)
    for blueprint in APIS:
        api.register_blueprint(blueprint)
    if settings.fake_wechat:
        api.register_blueprint(sample_desk)
    app.register_blueprint(client)
    app.register_blueprint(console)
    app.register_blueprint(stall_screen)
    for command in COMMANDS:
        app.cli.add_command(command)


def _guard(app: Flask, settings: Settings) -> None:
    """Let no more in at a time than can be served, and no body without end."""
    admission.init_app(
        app,
        at_work=settings.web_threads,
        writers=settings.web_writers,
        patience=settings.busy_seconds,
    )
    request_body_buffering.init_app(app)
    refusal_tarpit.init_app(app)
    if settings.keep_answers:
        response_cache.init_app(app, settings.database_url, prepares=not settings.pgbouncer)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies)  # type: ignore[method-assign]
