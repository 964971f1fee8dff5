"""One module per part of the operation: theory, parameters and processes. Parts meet only through the world."""
