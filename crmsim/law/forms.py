"""Chapter 3.2: the five forms of maintenance, each with a saturation of its own and a customer's state it works on.

All five saturate hyperbolically (assumption), hardware soonest; so doubling one never equals mixing two.
"""


def saturated(spent: float, half: float) -> float:
    """The part of a form's greatest effect that some hours or money bring: one half at `half`, never all."""
    return spent / (spent + half)


def comfort(hardware: float) -> float:
    """Hardware, things that serve people (3.2.1): a tenth on visits' quality at most, half of it at 3 CNY a month."""
    return 1.0 + 0.1 * saturated(hardware, 3.0)


def courtesy(software: float) -> float:
    """Software, people who serve people (3.2.2): quality that a contact gains by hours of attention."""
    return 0.12 * saturated(software, 0.3)


def healed(hurt: float, functional: float) -> float:
    """Functional maintenance (3.2.3) solves real problems: what is left of a hurt after hours of it."""
    return hurt * (1.0 - 0.9 * saturated(functional, 0.3))


def trusting(trust: float, psychological: float) -> float:
    """Psychological maintenance (3.2.4) meets emotional needs: trust after hours of it, ever less to be gained."""
    return trust + (1.0 - trust) * 0.5 * saturated(psychological, 0.4)


def delight(distinctive: float) -> float:
    """Distinctive maintenance (3.2.5), a package for this very customer: dear, and strong."""
    return 0.35 * saturated(distinctive, 150.0)


def hurt_after(hurt: float, severity: float) -> float:
    """How hurt a customer is after one more problem."""
    return hurt + (1.0 - hurt) * severity


def despite_hurt(quality: float, hurt: float, weight: float) -> float:
    """Quality as a hurt customer takes it."""
    return quality * (1.0 - weight * hurt)
