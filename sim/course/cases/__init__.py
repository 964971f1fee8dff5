"""The visible cases of the exercises, one module a chapter: inputs, expected answers, diagnoses, hints.

No module here holds a solution: expected answers are written down or follow from how a stand-in world was made.
"""
