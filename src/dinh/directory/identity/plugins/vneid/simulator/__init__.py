"""A provider that plays VNeID for demonstrations and tests: real OpenID Connect, invented people."""
