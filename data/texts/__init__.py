"""English that this layer answers people with: why an entry or a file was refused, and what goes on the list of changes."""
