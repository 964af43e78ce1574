"""Spreadsheets in and out: the fund's own books, read with every fault named, written all or not at all."""
