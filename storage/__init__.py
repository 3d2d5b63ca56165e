"""What the desk remembers: tables, transactions and the questions asked of them."""
