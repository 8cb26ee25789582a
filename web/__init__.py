"""The ledger as web pages. Shows answers and computes nothing; needs the extra ``liggare[web]``."""
