"""Clients that ask for one resource at one moment, each in a process of its own."""

from threading import Barrier, Thread

from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.directory.errors import ResourceTaken
from weijiayuan.directory.queries import resource_sharing as queries
from weijiayuan.directory.service import resource_sharing
from weijiayuan.kernel import clock
from weijiayuan.kernel.time_span import Span


def ask_at_once(settings, resource_id, organisation_id, resident_id, spans):
    """Ask from so many threads as there are spans; return what each came to."""
    app = create_app(settings)
    results, gate = [], Barrier(len(spans))

    def ask(begin, end):
        with app.app_context():
            gate.wait(60)
            try:
                with transaction():
                    resource_sharing.ask(
                        queries.resource(resource_id),
                        Span(begin, end),
                        purpose="讲座",
                        borrower_id=organisation_id,
                        by=resident_id,
                        now=clock.now(),
                    )
                results.append("lent")
            except ResourceTaken:
                results.append("taken")

    threads = [Thread(target=ask, args=span) for span in spans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        db.engine.dispose()
    return results
