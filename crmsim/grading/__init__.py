"""A class's answers marked: read from what learners hand in, checked anew, and told as marks and statistics."""
