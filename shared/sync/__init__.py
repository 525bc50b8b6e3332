"""Delivery and downloads: `clockpost sync`, one process per ledger."""
