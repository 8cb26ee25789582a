"""What was last verified, and how to check it oneself."""

from ledger.domain.values.visible import visible
from ledger.proofs.checkpoints import base64_text
from ledger.reports.cells import swedish_time
from web.kept import Page
from web.rendering import rendered
from web.verifying import Verifying
from web.visit import Visit


def verify_page(visit: Visit) -> Page:
    visit.asked.require_known()
    verifying = visit.asked.site.verifying
    assert isinstance(verifying, Verifying)  # noqa: S101 - the application put it there
    verifying.require(visit.last)
    last = verifying.last
    return rendered(
        visit,
        "verify.html.j2",
        title=visit.say("Check it yourself"),
        is_going_on=verifying.is_going_on,
        last=last,
        when=swedish_time(last.when) if last else "",
        root=base64_text(last.checkpoint.root) if last and last.checkpoint else "",
        findings=[visible(each) for each in last.findings] if last else [],
    )
