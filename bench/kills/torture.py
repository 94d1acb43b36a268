"""Runs commands on a home and kills them at random moments."""
import collections
import contextlib
import datetime
import json
import random
import subprocess
import time

from kills.company import Company
from kills.ledger import Ledger
from kills.text import PEOPLE, IrregularText
# How often each is done.
SHARES = {"remember": 40, "import": 20, "sleep": 30, "forget": 10}


class Torture:
    """A home, what was done to it, and what was found wrong."""

    def __init__(self, dormouse, folder, seed, beside=False):
        self.dormouse = dormouse
        # The home may be somebody else's for a while.
        dormouse.common = ["--wait", "60"]
        self.folder = folder
        self.random = random.Random(seed)
        self.text = IrregularText(seed)
        self.ledger = Ledger(ignores_accesses=beside)
        self.company = Company(self, seed) if beside else None
        self.faults = []
        self.counts = collections.Counter()
        # What was completed, to be done again without kills: ("sleep", as_of, lines) and
        # ("forget", id).
        self.history = []
        # How long each takes, in seconds; the first guess is corrected by what is measured.
        self.typical = {"remember": 0.5, "import": 1.0, "sleep": 1.5, "forget": 0.5}
        self.number = 0
        self.is_over = False

    def stop(self):
        """Ends after what is under way."""
        self.is_over = True

    def run(self, kills, report):
        """Goes on until so many processes were killed, or something is wrong."""
        if self.company:
            self.company.start()
        try:
            while self.counts["kills"] < kills and not self.faults and not self.is_over:
                choices = list(SHARES)
                action = self.random.choices(choices, [SHARES[choice] for choice in choices])[0]
                getattr(self, action)()
                report(self)
        finally:
            if self.company:
                self.company.stop()
                self.check("the end")
        return not self.faults

    # Actions

    def remember(self):
        """One memory after another, the last one killed."""
        deadline = time.monotonic() + self.random.uniform(0, 1.5) * self.typical["remember"]
        while True:
            text = self.sentence()
            self.ledger.attempt(text)
            arguments = ["remember", text, "--json", "--speaker", self.random.choice(PEOPLE)]
            if session := self.text.session():
                arguments += ["--session", session]
            killed, output = self.execute("remember", deadline, *arguments)
            if output.endswith("\n"):
                answer = json.loads(output)
                self.ledger.acknowledge_id(answer["id"])
                if killed:
                    self.counts["acknowledged before the kill"] += 1
            if killed:
                break
        self.check("remember")

    def import_(self):
        """A file of memories: all of them, or none."""
        texts = [self.sentence() for _ in range(self.text.length(500))]
        file = self.folder / "import.jsonl"
        session = f"import {self.number}"
        with open(file, "w", encoding="utf-8") as lines:
            for text in texts:
                memory = {"content": text, "speaker": self.random.choice(PEOPLE)}
                memory |= {"session": session, "at": self.moment(self.number - len(texts))}
                lines.write(json.dumps(memory) + "\n")
        self.ledger.attempt(*texts)
        killed, output = self.execute("import", self.deadline("import"), "import", file, "--json")
        if output.endswith("\n"):
            self.ledger.acknowledge_texts(texts)
        self.check("import")
        if killed and self.ledger.part(texts) not in (0, len(texts)):
            self.faults.append(
                f"an import of {len(texts)} was cut: {self.ledger.part(texts)} are there"
            )

    def sleep(self):
        """A sleep; then what it left is looked at, and it is done again to its end."""
        as_of = self.moment()
        killed, _ = self.execute(
            "sleep", self.deadline("sleep"), "sleep", "--as-of", as_of, "--json"
        )
        if killed:
            self.check("sleep")
            interrupted = self.interrupted_cycle()
            report = self.sleep_to_the_end(as_of)
            if interrupted and report["resumed_cycle"] != interrupted:
                self.faults.append(
                    f"cycle {interrupted} was interrupted; the next sleep says it resumed "
                    f"{report['resumed_cycle']}"
                )
            name = "interrupted in a cycle" if interrupted else "interrupted outside a cycle"
            self.counts[f"sleep {name}"] += 1
        if self.random.random() < 0.1 and not self.company:
            again = self.sleep_to_the_end(as_of)
            if again["cycle"] is not None:
                self.faults.append(f"a sleep with nothing new made cycle {again['cycle']}")
        self.history.append(("sleep", as_of, dict(self.ledger.lines)))

    def forget(self):
        """A memory is erased; killed or not, asking again must end with it gone."""
        if not self.ledger.lines:
            return
        identifier = self.random.choice(sorted(self.ledger.lines))
        text = self.ledger.text(identifier)
        killed, output = self.execute(
            "forget", self.deadline("forget"), "forget", identifier, "--yes", "--json"
        )
        export = self.export("forget")
        if export is None:
            return
        is_there = identifier in export
        if output.endswith("\n") and is_there:
            self.faults.append(f"{identifier} is there although its receipt was printed")
        if is_there:
            self.dormouse.json("forget", identifier, "--yes")
            self.counts["forget interrupted before the erasure"] += 1
        elif killed and not output:
            self.counts["forget interrupted after the erasure"] += 1
        self.ledger.forget(identifier)
        self.history.append(("forget", identifier))
        self.check("forget")
        # What ties the text to this memory is its number; other memories share its words.
        self.look_for_bytes(identifier, text.split(":")[0])

    # Steps

    def execute(self, action, deadline, *arguments):
        """Runs a command, killed at the deadline; gives whether it was killed, and its output."""
        start = time.monotonic()
        process = self.dormouse.start(*arguments)
        killed = False
        try:
            output, errors = process.communicate(timeout=max(0, deadline - start))
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            # It may have ended by itself in between.
            killed = process.returncode < 0
        if killed:
            self.counts["kills"] += 1
            self.counts[f"killed in {action}"] += 1
        elif process.returncode != 0:
            self.faults.append(f"dormouse {action} failed: {errors.decode()[-2000:]}")
        else:
            took = time.monotonic() - start
            self.typical[action] = 0.8 * self.typical[action] + 0.2 * took
            self.counts[f"finished {action}"] += 1
        return killed, output.decode()

    def deadline(self, action):
        """A random moment in about the time that an action takes."""
        return time.monotonic() + self.random.uniform(0, 1.15) * self.typical[action]

    def alone(self):
        """Holds back the second process, which is told of nothing half done."""
        return self.company.lock if self.company else contextlib.nullcontext()

    def export(self, action):
        """The next start: what the home holds now."""
        with self.alone():
            code, output, errors = self.dormouse.run("export", "--quiet")
        self.counts["starts after a kill"] += 1
        if code != 0 or errors:
            self.faults.append(f"the start after {action} failed ({code}): {errors[-2000:]}")
            return None
        return output

    def check(self, action):
        """The next start must work and everything must be there."""
        with self.alone():
            export = self.export(action)
            if export is not None:
                found = self.ledger.compare(export)
                self.faults += [f"after {action}: {fault}" for fault in found]

    def interrupted_cycle(self):
        """The number of a cycle that was begun and not completed, or None."""
        cycles = self.dormouse.json("bench", "digest").get("sleep_cycle", {"rows": 0})["rows"]
        completed = self.dormouse.json("stats")["cycles"]
        return cycles if cycles > completed else None

    def sleep_to_the_end(self, as_of):
        """Sleeps without being killed."""
        return self.dormouse.json("sleep", "--as-of", as_of)

    def look_for_bytes(self, identifier, text):
        """Nothing of an erased text may be left in any file."""
        for file in sorted(self.dormouse.home.iterdir()):
            try:
                is_there = file.is_file() and text.encode() in file.read_bytes()
            except FileNotFoundError:
                # A file of somebody who is done with it.
                continue
            if is_there:
                self.faults.append(f"{file.name} still holds the text of {identifier}: {text!r}")

    def sentence(self):
        """A text that is there only once."""
        self.number += 1
        return self.text.about(f"note-{self.number:06}x")

    def moment(self, seconds=None):
        """Now, or so many seconds after the beginning of 2025."""
        if seconds is None:
            now = datetime.datetime.now(datetime.timezone.utc)
        else:
            now = datetime.datetime(2025, 1, 1, tzinfo=datetime.timezone.utc)
            now += datetime.timedelta(minutes=seconds)
        return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# A Python keyword cannot be a method's name as written.
setattr(Torture, "import", Torture.import_)
