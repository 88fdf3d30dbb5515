"""Why an index cannot be computed: a definition that contradicts itself, or entries that do not fit it."""


class DefinitionFault(ValueError):
    """A definition of an index that cannot be; the sentence says where and why."""


class ScoreFault(ValueError):
    """Entries that cannot be scored; `codes` are the parts concerned, the sentence says what is wrong with them."""

    def __init__(self, sentence: str, codes: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.codes = codes


class WeightsUnknown(ScoreFault):
    """The maxima of some parts were never published to us; scoring would invent them."""
