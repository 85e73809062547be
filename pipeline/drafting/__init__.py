"""Files of `rules/directives` drafted for a person to confirm: from the directive, or from the plans that cite it."""
