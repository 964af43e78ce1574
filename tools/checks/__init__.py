"""House rules that no linter knows. Each module gives `faults(root)`: one line per fault, nothing where all is well."""
