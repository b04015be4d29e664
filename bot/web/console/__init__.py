"""The back office in the browser: what a seller's people see and do, each for the party they act for."""
