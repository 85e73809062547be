"""The benchmark: the whole run beside a bare text pass and an afternoon's script, on the same files, in the same run."""
