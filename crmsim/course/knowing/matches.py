"""What chapter 1 has its readers match: definitions with their sources, scenes with the functions of CRM."""

from crmsim.course.matching import Match

DEFINITIONS = Match(
    "Who says it? Give each statement the letter of its source, then open the answer.",
    (
        ("CRM is a business strategy for the whole enterprise: more profit, more income, more satisfied customers.", 0),
        ("CRM is three things at once: strategy, management and information technology.", 1),
        ("CRM is a system that collects everything about a customer's contacts with the firm.", 2),
        ("Marketing is about lasting relationships, and not about single sales.", 3),
        ("Managing what each customer is worth, now and later, is the heart of CRM.", 4),
    ),
    (
        "Gartner Group",
        "Gallup",
        "nobody: that is contact management, its forerunner",
        "Barbara Bund Jackson, on relationship marketing",
        "this course, on the core of CRM",
    ),
)

FUNCTIONS = Match(
    "Which function of CRM is at work? Give each scene its letter, then open the answer.",
    (
        ("A loan request moves from the counter to the committee by itself, and nobody types it twice.", 0),
        ("What a customer told the call centre in the morning is on the manager's screen at noon.", 1),
        ("A list each Monday: customers whose balances have been falling for three months.", 2),
        ("The day after a product is sold, the system puts a follow-up call into the manager's diary.", 0),
        ("Phone, e-mail and counter give the same answer about the same account.", 1),
        ("A table shows which fifth of the customers earns the money.", 2),
    ),
    (
        "automated processes of sales, marketing and service",
        "integrated channels of contact",
        "customer intelligence for decisions",
    ),
)
