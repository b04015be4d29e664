"""Every kind of file that can be imported or exported, by name."""
