"""What chapter 2 has its readers match: scenes with ways of searching, scenes with ways to a cooperation."""

from crmsim.course.matching import Match

SEARCHES = Match(
    "Which way of searching is it? Give each scene its letter, then open the answer.",
    (
        ("A contented customer tells her sister-in-law to ask for you.", 0),
        ("The head of the traders' association takes you along to its annual dinner.", 1),
        ("A poster at the bus stop brings two calls on Monday.", 2),
        ("You walk down the new shopping street and introduce yourself in every shop.", 3),
        ("You go through the trade directory for firms that export.", 4),
        ("The sister-in-law, now a customer, names you three neighbours.", 0),
    ),
    (
        "chain referral",
        "introduction by a key person",
        "advertising",
        "personal visits, door by door",
        "other ways",
    ),
)

COOPERATIONS = Match(
    "How was the customer won over? Give each scene its letter, then open the answer.",
    (
        ("The firm wanted its wages paid on the 5th without a visit to the counter; you offered exactly that.", 0),
        ("You came with a colleague from trade finance, who answered on the spot.", 1),
        ("The owner would not see you, so you first won the firm's accountant as a private customer.", 2),
        ("You left the card at home and talked about the loan that the customer had asked for.", 0),
        ("Branch, card centre and head office sat at one table with the hospital.", 1),
        ("A supplier of the firm, your customer for years, put in a word for you.", 2),
    ),
    ("by meeting its needs", "by joint marketing", "by the indirect way"),
)
