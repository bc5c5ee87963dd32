"""The embedded broker, and what an administrator does to a real one."""
