"""Programs: statements with branches, loops and functions, run on nodes of a graph. What was executed is the graph."""
