"""Relations between actors, policies and sectors."""
