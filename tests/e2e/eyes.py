# SPDX-FileCopyrightText: 2026 The Rookery authors
# SPDX-License-Identifier: Apache-2.0
"""Looks at a window as it is on the screen: its pixels, and areas filled with one of the program's colours."""

from desk import Failure

# Of client/ui/theme/tokens.h, light and dark.
COLOURS = {
    "background": ("FFFFFF", "17191D"),
    "rail": ("E9ECF1", "121417"),
    "hover": ("ECEFF3", "282C33"),
    "selection": ("DCE8FB", "24384F"),
    "accent": ("1F63D6", "4C8DF6"),
    "warning": ("FFF3DC", "3A2C12"),
}


def colour(token, scheme):
    return bytes.fromhex(COLOURS[token][scheme == "dark"])


class Picture:
    """The pixels of a window, 8 bits each of red, green, blue; from the top left."""

    def __init__(self, client):
        self.width, self.height = client.geometry(client.window)
        self.pixels = client.pixels()
        if len(self.pixels) != 3 * self.width * self.height:  # it was resized or closed just now: nothing to see
            self.width = self.height = 0
            self.pixels = b""

    def at(self, x, y):
        x, y = x if x >= 0 else self.width + x, y if y >= 0 else self.height + y
        offset = 3 * (y * self.width + x)
        return self.pixels[offset:offset + 3]

    def _runs(self, row, wanted, least):
        """(left, right) of each stretch of that colour in a row, at least so many px long."""
        pixels = self.pixels[3 * row * self.width:3 * (row + 1) * self.width]
        needle, start = wanted * least, 0
        while (found := pixels.find(needle, start)) >= 0:
            if found % 3:
                start = found + 1
                continue
            end = found + len(needle)
            while pixels[end:end + 3] == wanted:
                end += 3
            yield found // 3, end // 3
            start = end

    def fill(self, token, scheme, width, height):
        """(left, top, right, bottom) of the first area of that colour at least so large, or None.

        The text in a button's middle does not matter: the area is followed down by its left edge.
        """
        wanted = colour(token, scheme)
        for top in range(self.height):
            for left, right in self._runs(top, wanted, width):
                bottom = top
                while bottom < self.height and self.at(left + 2, bottom) == wanted:
                    bottom += 1
                if bottom - top >= height:
                    return left, top, right, bottom
        return None


def middle(area):
    return (area[0] + area[2]) // 2, (area[1] + area[3]) // 2


def expect(holds, complaint):
    if not holds:
        raise Failure(complaint)
