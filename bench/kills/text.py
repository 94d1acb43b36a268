"""Text as uneven as people's: short and long, code, other scripts, sessions of one or of hundreds."""
import random

PEOPLE = ["Ada", "Boris", "Chiara", "David", "Émile", "福田", "o'Neill"]
SYLLABLES = "ba co di fu ge hi jo ka lu me ni po qua ri so ta ul ve wi xe yo zu".split()
MOST_WORDS = 2000


class IrregularText:
    """Draws texts and sessions; the same seed draws the same."""

    def __init__(self, seed):
        self.random = random.Random(seed * 7919 + 1)
        self.talk = None
        self.left = 0
        self.talks = 0

    def length(self, most):
        """From 1 up: the chance of at least n is 1/n."""
        return min(most, int(1 / max(self.random.random(), 1e-9)))

    def word(self):
        """One of a hundred thousand, a few of them often."""
        number = min(100_000, self.length(10**9) + self.random.randrange(3))
        word = ""
        while number:
            word += SYLLABLES[number % len(SYLLABLES)]
            number //= len(SYLLABLES)
        return word.capitalize() if self.random.random() < 0.1 else word

    def about(self, mark):
        """A text that begins with a mark of its own."""
        words = [self.word() for _ in range(3 + self.length(MOST_WORDS))]
        kind = self.random.random()
        if kind < 0.08:
            return f"{mark}: ```\nfor x in {words[0]}:\n\tprint('{words[1]}\\n')\n```"
        if kind < 0.16:
            words += ["Größe", "naïve", "東京で会う", "🚲", "\u202e", "it's \"so\""]
            self.random.shuffle(words)
        separator = "\n" if kind < 0.2 else " "
        return f"{mark}: " + separator.join(words)

    def session(self):
        """The session that goes on, a new one, or none."""
        if self.left == 0:
            self.talks += 1
            self.talk = f"session {self.talks}" if self.random.random() < 0.7 else None
            self.left = self.length(5000)
        self.left -= 1
        return self.talk
