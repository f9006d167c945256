"""The course's two review questions: a strategy played year by year, and an answer held against the course's points."""
