"""The dated tree of projects and programmes, beside units and lines: facts, state and rules.

A project has years of its own, may have an approved total outlay, and runs across units.
"""

from ledger.domain.errors import Refused
from ledger.domain.fact import NO_CODE, Fact, Recorded, fact, field
from ledger.domain.organisation.tree import DatedTree, require_closable, require_parent, require_tree_without
from ledger.domain.postings import no_posting
from ledger.domain.rules import World, rule, rule_without
from ledger.domain.stream import Changes, folds
from ledger.domain.values.days import Month
from ledger.domain.values.measured import Money, Quantity
from ledger.domain.values.phrases import phrase


@fact
class ProjectOpened(Fact):
    """A project or programme comes into being, as a part of another one or by itself."""

    TYPE = "project.opened"
    SWEDISH = "projekt.öppnat"

    project: str = field("The code of the new project", "projekt", defines="project")
    name: str = field("What people call it", "namn", names="project")
    parent: str | None = field("The project it is part of", "överordnat projekt", refers="project", default=None)
    unit: str | None = field("The unit that answers for it", "ansvarig enhet", refers="unit", default=None)
    from_: Month | None = field("The first month it runs", "från", default=None)
    to: Month | None = field("The last month it is planned to run", "till", default=None)
    approved: Money | None = field(
        "The total outlay that is approved, with the sign of budgets", "beslutad utgift", default=None
    )
    hours: Quantity | None = field("The hours planned for it", "planerade timmar", default=None)


@fact
class ProjectRevised(Fact):
    """A project gets another name, last month, approved outlay or number of hours."""

    TYPE = "project.revised"
    SWEDISH = "projekt.reviderat"

    project: str = field("The project", "projekt", refers="project")
    name: str | None = field("Its new name", "namn", names="project", default=None)
    to: Month | None = field("The last month it is now planned to run", "till", default=None)
    approved: Money | None = field("The total outlay that is now approved", "beslutad utgift", default=None)
    hours: Quantity | None = field("The hours now planned for it", "planerade timmar", default=None)
    reason: str | None = field("Why", "skäl", default=None)


@fact
class ProjectClosed(Fact):
    """From this day the project is over, but for the money of years in which it was open."""

    TYPE = "project.closed"
    SWEDISH = "projekt.stängt"

    project: str = field("The project that closes", "projekt", refers="project")


no_posting(ProjectOpened, ProjectRevised, ProjectClosed)


class Plan:
    """What is planned for a project, from day to day."""

    def __init__(self) -> None:
        self.to: Changes[Month] = Changes()
        self.approved: Changes[Money] = Changes()
        self.hours: Changes[Quantity] = Changes()

    def put(self, recorded: Recorded, fact: "ProjectOpened | ProjectRevised", times: int) -> None:
        if fact.to is not None:
            self.to.put(recorded, fact.to, times)
        if fact.approved is not None:
            self.approved.put(recorded, fact.approved, times)
        if fact.hours is not None:
            self.hours.put(recorded, fact.hours, times)


class Projects(DatedTree):
    """All projects, and the tree they form on each day."""

    STREAM = "projects"
    KIND = "project"

    def __init__(self) -> None:
        super().__init__()
        self.opened: dict[str, ProjectOpened] = {}
        self.plans: dict[str, Plan] = {}


@folds(Projects, ProjectOpened)
def _open(state: Projects, recorded: Recorded, fact: ProjectOpened, times: int) -> None:
    state.open(recorded, fact.project, fact.name, fact.parent, None, times)
    state.plans.setdefault(fact.project, Plan()).put(recorded, fact, times)
    if times > 0:
        state.opened[fact.project] = fact
    else:
        del state.opened[fact.project]


@folds(Projects, ProjectRevised)
def _revise(state: Projects, recorded: Recorded, fact: ProjectRevised, times: int) -> None:
    if fact.name is not None:
        state.rename(recorded, fact.project, fact.name, None, times)
    state.plans[fact.project].put(recorded, fact, times)


@folds(Projects, ProjectClosed)
def _close(state: Projects, recorded: Recorded, fact: ProjectClosed, times: int) -> None:
    state.close(recorded, fact.project, times)


class ProjectCodeReserved(Refused):
    code = "project-code-reserved"

    def __init__(self, code: str) -> None:
        super().__init__(
            phrase("A project cannot be called {code!r}: in a transfer that word means no project", code=code),
            hint=phrase("Choose another code"),
        )


class ProjectMonthsOutOfOrder(Refused):
    code = "project-months-out-of-order"

    def __init__(self, project: str, first: Month, last: Month) -> None:
        super().__init__(
            phrase("Project {project} cannot run from {first} to {last}", project=project, first=first, last=last),
            hint=phrase("Give a last month that is not before the first"),
        )


class RevisesNothing(Refused):
    code = "revises-nothing"

    def __init__(self, project: str) -> None:
        super().__init__(
            phrase("Nothing is said of what changes for project {project}", project=project),
            hint=phrase("Give at least one of --name, --to, --approved and --hours"),
        )


@rule(ProjectOpened)
def _admit_opening(world: World, fact: ProjectOpened) -> None:
    if fact.project.casefold() == NO_CODE:
        raise ProjectCodeReserved(fact.project)
    if fact.from_ is not None and fact.to is not None and fact.to < fact.from_:
        raise ProjectMonthsOutOfOrder(fact.project, fact.from_, fact.to)
    if fact.parent is not None:
        require_parent(world.state(Projects), fact.project, fact.parent, fact.effective)


@rule(ProjectRevised)
def _admit_revision(world: World, fact: ProjectRevised) -> None:
    if fact.name is None and fact.to is None and fact.approved is None and fact.hours is None:
        raise RevisesNothing(fact.project)
    first = world.state(Projects).opened[fact.project].from_
    if first is not None and fact.to is not None and fact.to < first:
        raise ProjectMonthsOutOfOrder(fact.project, first, fact.to)


@rule(ProjectClosed)
def _admit_closing(world: World, fact: ProjectClosed) -> None:
    require_closable(world, world.state(Projects), fact.project, fact.effective)


@rule_without(ProjectOpened, ProjectClosed)
def _require_tree_without(world: World, without: ProjectOpened | ProjectClosed) -> None:
    require_tree_without(world.state(Projects), without.effective)
