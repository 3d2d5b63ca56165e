"""Stories: people, the real bot, and pretend networks, from end to end; one file for each page of the programme."""
