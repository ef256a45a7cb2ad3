"""The trained taggers of the profiles ``fast`` and ``accurate``: what they see, weigh and give."""
