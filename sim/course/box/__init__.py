"""What runs on the far side of the runner: code that is not ours, in a process of its own.

``launch`` makes the box and supervises it, ``filter`` takes system calls away, ``worker`` loads the code and answers
questions, ``wire`` turns values into bounded plain JSON and back. The near side is ``sim.course.sandbox``.
"""
