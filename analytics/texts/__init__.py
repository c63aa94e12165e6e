"""English of what the pages show and this layer writes: texts only, so that a translation has one folder to work on.

The sentences of an alert stand with its rule (analytics/rules).
"""
