"""The networks customers write on; each is one module behind the protocol of base."""
