"""What the instructor's notebook shows: how sure a comparison is, where it comes from, and who wins a contest."""
