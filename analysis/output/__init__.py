<<<<<<< HEAD
"""Results as words, tables and JSON, shared by terminal, report, live page and notebooks: the only room where codes
become sentences."""
=======
"""What results are written as: words, documents, tables, and the colours of all pictures."""
>>>>>>> 05042fe (One palette: plots and terminal draw with it, and a test holds the two style sheets to it)
