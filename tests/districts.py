"""The district that ships, for tests that need no application."""

from weijiayuan.district.profile import folder_of, read_profile

GUANGMING = read_profile(folder_of("guangming"))
