"""Names that no register holds: made up, and plainly so."""

from __future__ import annotations

import random

GIVEN = (
    "Alder Amaryllis Basil Bramble Briony Calla Cedar Clover Coriander Cosmo Dahlia Elderflower Fennel Fern Flint Garnet "
    "Hazel Heather Indigo Iris Jasper Juniper Larch Laurel Linden Lupin Maple Marigold Myrtle Nettle Oakley Olive Orchid "
    "Pepper Poppy Quince Rowan Saffron Sage Sorrel Tansy Teasel Thistle Valerian Willow Yarrow"
)
FAMILY = (
    "Applecart Bellwether Biscuitbarrel Bottlegreen Brambleby Candlewick Cloudberry Dandelight Driftwell Emberfold Featherstoke "
    "Figment Gladbrook Gooseberry Halfpenny Hedgerow Inkpotter Jampuddle Kettlewood Lanternby Larkspindle Mapplethwaite Moonraker "
    "Nightjarrow Oatfield Otterburrow Paperweight Peppercorn Puddlefoot Quillfeather Rainbarrel Rushlight Saltmarshe Snowglobe "
    "Starlingham Teacup Thimblewick Tumbledown Umbrella Velvetine Whistledown Windowsill Yellowhammer Zephyrine"
)


class Names:
    """Hands out full names, each once, in an order fixed by the seed."""

    def __init__(self, chance: random.Random) -> None:
        pairs = [f"{given} {family}" for given in GIVEN.split() for family in FAMILY.split()]
        self._names = iter(chance.sample(pairs, len(pairs)))

    def next(self) -> str:
        """A name that nobody in this clinic has yet."""
        return next(self._names)
