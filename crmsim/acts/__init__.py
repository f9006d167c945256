"""Acts: what an event does to a customer's and the branch's columns, by the law, written once for both clocks.

The laws are numbers in, numbers out; an act reads columns, asks the law with the draw of luck that belongs to the
occasion, writes columns and leaves a row. The readable engine runs the acts as they stand, on objects; the compiled
engine compiles the very same functions, on records of a NumPy array. What is written twice is the clock, the queue,
the draw (`luck`, `luck64`) and the row (`record`).
"""
