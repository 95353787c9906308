// Helpers shared by every test target.
