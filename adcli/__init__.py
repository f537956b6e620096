"""adcli differentiates formulas exactly, and shows every step."""
