"""Pages of the two old sites parsed: text in, frozen records out.

Nothing here knows the ORM or a database. Of the project it imports only the reasons for review, of
Django only the choices those are made of and gettext; a test holds this.
"""
