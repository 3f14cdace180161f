"""What a text and a query say, without a database: words, their forms and other names, tokens, plans."""
