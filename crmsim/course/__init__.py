"""The course: what its notebooks call, a module a chapter, and the one way in which their outputs are made."""
