"""Values of a text: amounts, numbers, securities, times."""
