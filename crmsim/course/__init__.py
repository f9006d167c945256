"""The course: a module a chapter that its notebook calls, what stands behind each, and the one way of its outputs."""
