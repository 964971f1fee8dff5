"""Make this repository an nbgrader course folder: source in `solutions/`, release in `exercises/`."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.CourseDirectory.course_id = "social-media-operations-lab"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
