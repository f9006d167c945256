"""The exit plan: the form that a manager fills in before an exit begins, and one that is filled in."""

from crmsim.course.forms import Field, Form
from crmsim.stages import Means

EXTENTS = ("whole", "a part", "product substitution")
WILLS = ("all business of the customer", "loans only", "services only")

PLAN = Form(
    "exit-plan",
    "Exit plan for a customer",
    (
        Field("firm", "Which customer", hint="its name or number, and what it owes"),
        Field("why", "Which criteria, and by which facts", "long text", "number of the criterion, figure and year"),
        Field("breadth", "What is ended", "choice", choices=WILLS),
        Field("extent", "How far", "choice", choices=EXTENTS),
        Field("means", "By which means", "choice", choices=Means.names()),
        Field("amount", "How much is to come back, CNY", "number", "what you expect, in digits"),
        Field("begins", "When it begins", "date", "before the loan gets worse, and not on a customer's worst day"),
        Field("ends", "When it shall be done", "date", "with room for what goes wrong"),
        Field("talk", "Who talks to the customer, and how", "long text", "one person; the first sentence in words"),
        Field("secret", "Who knows of it until then", "long text", "as few as can be, by name"),
        Field("legal", "Contracts, guarantees, notice periods", "long text", "what was read, and by whom"),
        Field("kept", "What business shall stay", "long text", "accounts and payments that are served as before"),
        Field("report", "When management hears of it", hint="how often, and what at once"),
        Field("stop", "What would take it off the list", "long text", "the fact by which the exit is called off"),
        Field("second", "If the first way fails", "long text", "the second means, and when it is taken", False),
    ),
)

FILLED = {
    "firm": "华北机械031",
    "breadth": "loans only",
    "extent": "whole",
    "means": "collection",
    "amount": "4,000,000",
    "begins": "2026-03-02",
    "ends": "2027-03-31",
}
"""A plan that is begun: what the verdict names is what its writer still owes."""
