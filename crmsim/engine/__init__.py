"""Two clocks that drive the same law: a readable one and a compiled one, with the same history bit for bit."""
