"""Thai text in, intent and slots out. Pure: knows no database, no channel and no clock."""
