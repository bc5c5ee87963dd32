"""Pages as they were read: kept for the day that they come again, told to the links agent."""
