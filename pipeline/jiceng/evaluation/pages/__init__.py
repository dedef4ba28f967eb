"""Figures as pages: tables and plots in documents, written by commands so that they never differ from the figures."""
