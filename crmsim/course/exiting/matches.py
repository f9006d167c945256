"""What chapter 4 has its readers match: scenes with the six ways to class an exit, and acts with the five skills."""

from crmsim.course.matching import Match

WAYS = Match(
    "By which question is each exit classed? Give each sentence its letter, then open the answer.",
    (
        ("The firm stays, but the bank no longer runs its payroll.", 0),
        ("She closed the account herself; we heard of it a week later.", 1),
        ("Half of the credit line is called in, the other half runs on.", 2),
        ("We keep the account and the payments; only the loan is ended.", 3),
        ("Twelve firms and three hundred private borrowers are on the list.", 4),
        ("The loan is sold to another bank at a discount.", 5),
        ("In place of the overdraft the shop gets a loan against its receivables.", 2),
        ("A pool of forty like loans becomes a security that investors buy.", 5),
    ),
    (
        "by content: customer or business line",
        "by will: the bank's or the customer's",
        "by extent: whole, partial, product substitution",
        "by business: asset, liability, intermediary",
        "by customer: corporate or individual",
        "by means: collection, asset transfer, securitisation",
    ),
)

SKILLS = Match(
    "Which skill is at work? Give each act its letter, then open the answer.",
    (
        ("She sees in the third weak statement what the others read as a bad year.", 0),
        ("The notice, the pledge and the bailiff's date are ready on the same day.", 1),
        ("He sells while there are still two buyers, and not after the news.", 2),
        ("The owner leaves the room angry, and still keeps his payments with us.", 3),
        ("She collects half, sells the rest, and has the lawyer read both contracts first.", 4),
    ),
    (
        "recognising risk",
        "execution",
        "timing",
        "communication and control",
        "combining the above",
    ),
)
