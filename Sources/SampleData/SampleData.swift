// The first file of the module; see ARCHITECTURE.md.
