"""The accessibility statement."""

from web.kept import Page
from web.rendering import rendered
from web.visit import Visit


def statement_page(visit: Visit) -> Page:
    visit.asked.require_known()
    return rendered(visit, "statement.html.j2", title=visit.say("Accessibility statement"))
