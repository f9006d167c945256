"""The law: what happens to a customer, as small pure functions, numbers in and numbers out.

One module a chapter of the course. No state, no randomness, no engine: a draw of luck comes in as `u` in [0, 1).
Sources stand with each function; what has none is marked "assumption".
"""
