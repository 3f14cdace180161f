"""Links of texts to pages of this site: choosing one, and those that are broken."""
