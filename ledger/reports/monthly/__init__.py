"""The monthly report that a board reads: a subject a module, and one document that every format is written from."""
