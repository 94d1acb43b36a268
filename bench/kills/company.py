"""Others who use the home meanwhile and are not killed: one remembers, one recalls."""
import json
import random
import threading

from kills.text import PEOPLE, IrregularText


class Company:
    """Two threads, each of which calls the program again and again."""

    def __init__(self, torture, seed):
        self.torture = torture
        self.random = random.Random(seed + 1)
        self.text = IrregularText(seed + 1)
        # Held while something is told, and by whoever looks at everything that was.
        self.lock = threading.RLock()
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=each) for each in (self.tell, self.ask)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def tell(self):
        """What it is told has to be there ever after, once."""
        number = 0
        while not self.is_over.is_set():
            number += 1
            text = self.text.about(f"beside-{number:06}x")
            with self.lock:
                self.torture.ledger.attempt(text)
                code, output, errors = self.torture.dormouse.run(
                    "remember", text, "--json", "--speaker", self.random.choice(PEOPLE))
                if code == 0:
                    self.torture.ledger.acknowledge_id(json.loads(output)["id"])
                    self.torture.counts["told beside"] += 1
                else:
                    self.torture.faults.append(f"remember beside: {errors[-500:]}")
            self.is_over.wait(self.random.uniform(0, 0.5))

    def ask(self):
        """Recalling works at any time."""
        while not self.is_over.is_set():
            code, _, errors = self.torture.dormouse.run("recall", self.text.word(), "--json")
            if code == 0:
                self.torture.counts["recalled beside"] += 1
            # Before the first memory there is nothing to recall from.
            elif self.torture.ledger.acknowledgements:
                self.torture.faults.append(f"recall beside: {errors[-500:]}")
            self.is_over.wait(self.random.uniform(0, 0.5))
