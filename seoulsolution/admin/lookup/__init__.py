"""The search box of the admin's lists: an index of titles and the like, of every record whatever its state.

Its tables are its own, one per kind; nothing public asks them.
"""
