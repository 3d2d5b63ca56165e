"""All pictures of the guides by name."""

from tests.browser.pictures import at_home, desk_wide, finding, managers, volunteers, writing
from tests.browser.pictures.studio import Picture

LARGEST = 120_000
"""Bytes of one picture: a guide is read on a train as well."""

ALBUM = {
    each.name: each
    for chapter in (volunteers, writing, finding, desk_wide, at_home, managers)
    for each in vars(chapter).values()
    if isinstance(each, Picture)
}
