"""The papers of an action plan: before a visit, after it, for colleagues, and for the customer as a whole."""

from crmsim.course.forms import Field, Form

MEETING_PLAN = Form(
    "meeting-plan",
    "Plan of a meeting",
    (
        Field("customer", "customer", hint="name, business, how you come to meet"),
        Field("day", "day of the meeting", "date"),
        Field("place", "where", hint="at the customer's? at the branch? why there?"),
        Field("people", "who takes part", hint="theirs: who decides, who advises? ours: who can answer what?"),
        Field("goal", "goal of the visit", "long text", "one sentence that passes the SMART test"),
        Field("known", "what we know already", "long text", "industry, region, condition, business with us and others"),
        Field("entry", "entry point", hint="the subject that this customer cares for most now"),
        Field("questions", "questions to ask", "long text", "three open questions about its needs"),
        Field("offer", "what we can offer", "long text", "products and services that answer these needs"),
        Field("objections", "objections to expect", "long text", "each with our answer", is_required=False),
        Field("fallback", "if it does not work out", hint="the least we want to leave with, such as a second date"),
    ),
)

MEETING_SUMMARY = Form(
    "meeting-summary",
    "Summary after a meeting",
    (
        Field("customer", "customer", hint="whom you met, with their posts"),
        Field("day", "day of the meeting", "date"),
        Field("heard", "what the customer said", "long text", "needs, doubts, plans; in its own words where you can"),
        Field("reached", "goal reached?", "choice", choices=("yes", "partly", "no")),
        Field("why", "why, or why not", "long text", "what helped, what stood in the way"),
        Field("they_promised", "what they promised", "long text", "what, who, by when", is_required=False),
        Field(
            "we_promised",
            "what we promised",
            "long text",
            "what, who, by when; a promise forgotten costs the next visit",
        ),
        Field("next_step", "next step", hint="one action"),
        Field("who", "who does it", hint="one name"),
        Field("due", "by when", "date"),
    ),
)

MEMO = Form(
    "memo",
    "Memo for colleagues",
    (
        Field("to", "for whom", hint="who has to act, who has to know"),
        Field("day", "day", "date"),
        Field("about", "about", hint="customer and subject in one line"),
        Field("facts", "facts", "long text", "what was agreed; facts only, opinions belong in the summary"),
        Field("tasks", "tasks", "long text", "who does what by when, a line each"),
        Field("kept", "where the papers are", hint="file or folder; who may read it", is_required=False),
    ),
)

MARKETING_PLAN = Form(
    "marketing-plan",
    "Marketing plan for one customer",
    (
        Field("customer", "customer", hint="name, industry, region, condition"),
        Field("needs", "its needs", "long text", "what you found out, in the order of their urgency"),
        Field("offer", "what we can offer", "long text", "which product answers which need"),
        Field("conditions", "price and conditions", hint="and the line below which we do not go"),
        Field("team", "who takes part", hint="manager, product department, head office"),
        Field("entry", "entry point", hint="with what we begin"),
        Field("when", "time of the approach", hint="why then: a season, a bill, a contract that ends"),
        Field("steps", "steps with dates", "long text", "first contact, offer, decision, follow-up"),
        Field("cost", "cost, CNY", "number", "hours of all who take part, and expenses"),
        Field("income", "income expected in a year, CNY", "number", "margin and fees, estimated soberly"),
        Field("risks", "risks", "long text", "what may go wrong, and what we do then"),
    ),
)
