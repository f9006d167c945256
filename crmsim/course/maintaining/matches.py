"""What chapter 3 has its readers match: gestures with forms of maintenance, scenes with the steps of a survey."""

from crmsim.course.matching import Match

GESTURES = Match(
    "Which form of maintenance is it? Give each gesture its letter, then open the answer.",
    (
        ("A quiet corner with a kettle, and a machine that changes coins at any hour.", 0),
        ("The manager rises, knows the name, and explains the form line by line.", 1),
        ("A wrong tax code has stopped a payment; the manager calls the office and has it put right.", 2),
        ("A call on the day the customer's daughter takes her examination: only to wish her luck.", 3),
        ("For one exporter: account, currency cover, a guest seat at the trade fair, and one person for all of it.", 4),
    ),
    (
        "hardware maintenance",
        "software maintenance",
        "functional maintenance",
        "psychological maintenance",
        "distinctive maintenance",
    ),
)

STEPS = Match(
    "Which step of a survey is it? Give each scene its letter, then open the answer.",
    (
        ("Waits are sorted by hour of the day, and what customers wrote is read and grouped.", 2),
        ("Whom do we ask, how many, what, by when, and what may it cost?", 0),
        ("Three months later the same people are asked whether they have felt a difference.", 4),
        ("Two managers telephone, one sits in the hall for a day and watches.", 1),
        ("Two pages for the branch manager: what we found, and what we propose.", 3),
    ),
    (
        "make a detailed plan",
        "find out how things are",
        "analyse in words and in figures",
        "sum up in a report",
        "follow up afterwards",
    ),
)
