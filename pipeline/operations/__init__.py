"""What an operator does the day after: rejections, traces, lag, topics copied out and back."""
