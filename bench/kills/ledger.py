"""What must be in the home: everything that was acknowledged, or was seen there once."""
import hashlib
import json


class Ledger:
    """Memories by id, as `dormouse export` prints them."""

    def __init__(self, ignores_accesses=False):
        """`ignores_accesses`: where memories are recalled meanwhile, that alone changes a line."""
        self.ignores_accesses = ignores_accesses
        self.lines = {}
        self.acknowledged_ids = set()
        self.acknowledged_texts = set()
        self.in_flight = set()
        self.forgotten = set()
        self.acknowledgements = 0

    def attempt(self, *texts):
        """These may be there from now on."""
        self.in_flight.update(texts)

    def acknowledge_id(self, identifier):
        """The program said that this memory is kept."""
        self.acknowledged_ids.add(identifier)
        self.acknowledgements += 1

    def acknowledge_texts(self, texts):
        """The program said that all of these are kept."""
        self.acknowledged_texts.update(texts)
        self.acknowledgements += len(texts)

    def forget(self, identifier):
        """This memory is to be gone from now on."""
        self.forgotten.add(identifier)
        self.acknowledged_ids.discard(identifier)
        line = self.lines.pop(identifier, None)
        if line is not None:
            self.acknowledged_texts.discard(json.loads(line)["content"])

    def compare(self, export):
        """Compares with an export, and takes over what is new in it. Gives what is wrong."""
        faults = []
        found = {}
        texts = set()
        for line in export.splitlines():
            memory = json.loads(line)
            identifier, text = memory["id"], memory["content"]
            if identifier in found:
                faults.append(f"{identifier} is there twice")
            found[identifier] = line
            texts.add(text)
            if memory["content_hash"] != hashlib.sha256(text.encode()).hexdigest():
                faults.append(f"{identifier} does not have the text its hash is of")
            before = self.lines.get(identifier)
            if before is None and text not in self.in_flight:
                faults.append(f"{identifier} was never told: {text[:60]!r}")
            if before is not None and self.told(before) != self.told(line):
                faults.append(f"{identifier} has changed: {before} is now {line}")
        for identifier in self.acknowledged_ids | set(self.lines):
            if identifier not in found:
                faults.append(f"{identifier} is lost")
        for text in self.acknowledged_texts - texts:
            faults.append(f"a text that was acknowledged is lost: {text[:60]!r}")
        for identifier in self.forgotten & set(found):
            faults.append(f"{identifier} was forgotten and is there again")
        self.lines = found
        return faults

    def told(self, line):
        """A line as it was told."""
        if not self.ignores_accesses:
            return line
        return {key: value for key, value in json.loads(line).items() if key != "accesses"}

    def text(self, identifier):
        """The text of a memory."""
        return json.loads(self.lines[identifier])["content"]

    def part(self, texts):
        """How many of these texts are there."""
        there = {json.loads(line)["content"] for line in self.lines.values()}
        return sum(text in there for text in texts)
