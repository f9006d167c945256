"""The model held against published figures: its experiments, written once for the tests and for the document."""
