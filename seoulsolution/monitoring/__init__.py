"""What operators watch: is the site alive and ready, what went wrong in which request, how long answers take.

A lowest room: it knows no other. What it asks of higher ones (``ready.check``) they register when apps are
ready.
"""
