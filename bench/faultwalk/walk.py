"""Goes through the steps of a command, one failing each time, and looks at what is left."""
import collections
import concurrent.futures
import random
import threading

from faultwalk.scenes import ERASED, JOURNAL, NEWS, TO_ERASE
from faultwalk.shim import KINDS

# Nothing a person should see.
RAW = ["Error Domain", "NSError", "Fatal error", "Foundation.", "unexpectedly found nil"]


class Walk:
    """The steps walked, and what was found wrong."""

    def __init__(self, shim, ground, most, seed, workers):
        self.shim = shim
        self.ground = ground
        self.most = most
        self.random = random.Random(seed)
        self.workers = workers
        self.faults = []
        self.steps = collections.OrderedDict()
        self.lock = threading.Lock()

    def scene(self, scene):
        """Walks one command."""
        folder, program = self.ground.fresh(scene.ground)
        whole = self.run(scene, folder, program)
        problems = [] if whole.code == 0 else [f"fails without a fault: {whole.errors[-300:]}"]
        self.report(scene, "none", 0, problems or self.look(scene, folder, program, whole))
        self.ground.remove(folder)
        steps = [(step, kind) for step in range(1, whole.steps + 1) for kind in KINDS]
        if self.most and len(steps) > self.most:
            # The first and the last always, and others all over.
            steps = [steps[0], steps[-1], *self.random.sample(steps[1:-1], max(0, self.most - 2))]
        with concurrent.futures.ThreadPoolExecutor(self.workers) as pool:
            hits = list(pool.map(lambda step: self.step(scene, *step), sorted(steps)))
        self.steps[f"{scene.name} on {self.ground.name}"] = {
            "steps": whole.steps, "walked": len(hits), "met the fault": sum(hits)}  # fmt: skip

    def step(self, scene, at, kind):
        """Lets one step fail; gives whether it was met."""
        with self.lock:
            folder, program = self.ground.fresh(scene.ground)
        outcome = self.run(scene, folder, program, kind, at)
        problems = self.judge(outcome, kind) + self.look(scene, folder, program, outcome)
        self.report(scene, kind, at, problems)
        with self.lock:
            self.ground.remove(folder)
        return outcome.was_hit

    def run(self, scene, folder, program, kind="", at=0):
        return self.shim.run(
            [program.binary, *scene.arguments], program.environment, folder, kind, at)

    def judge(self, outcome, kind):
        """How the process ended."""
        allowed = [0, 1]
        if kind == "kill":
            allowed.append(-9)
        if kind == "interrupt":
            allowed += [-2, 130]
        problems = []
        if outcome.code not in allowed:
            problems.append(f"ended with {outcome.code}: {outcome.errors[-300:]}")
        if outcome.code == 1 and not outcome.errors.strip():
            problems.append("failed without a word")
        problems += [f"says {outcome.errors[-300:]!r}" for raw in RAW if raw in outcome.errors]
        return problems

    def look(self, scene, folder, program, outcome):
        """What is there afterwards, read by the next process, and done again."""
        problems = []
        is_done = outcome.code == 0
        before = [text for text, _ in JOURNAL + NEWS] + [TO_ERASE]
        if scene.ground == "empty":
            before = []
        kept = [text for text in before if text not in scene.takes]
        # Reading works, before anything else is done.
        if before:
            code, output, errors = program.run("recall", "kettle", "--json")
            if code != 0 or "B flat" not in output:
                problems.append(f"recall afterwards: {code} {errors[-300:]} {output[:200]}")
        problems += self.compare(program, kept, scene, is_done, "afterwards")
        # The next run completes.
        if not (scene.takes and self.is_gone(program, scene.takes)):
            code, _, errors = program.run(*scene.arguments)
            if code != 0:
                problems.append(f"the next run fails: {code} {errors[-300:]}")
        problems += self.compare(program, kept, scene, True, "after the next run")
        for text in (ERASED, *scene.takes):
            if text.encode() in self.ground.all_bytes(folder):
                problems.append(f"bytes of what was erased are in a file: {text!r}")
        return problems

    def is_gone(self, program, texts):
        code, output, _ = program.run("export", "--quiet")
        return code == 0 and not any(text in output for text in texts)

    def compare(self, program, kept, scene, is_done, when):
        """Everything kept is there once, everything acknowledged too, nothing erased is back."""
        code, output, errors = program.run("export", "--quiet")
        if code != 0:
            # Nothing is there yet.
            return [] if not kept and not is_done and code == 1 else [
                f"export {when}: {code} {errors[-300:]}"]  # fmt: skip
        texts = collections.Counter(
            memory["content"] for memory in self.ground.memories(output))
        problems = [f"{when} {text!r} is there {count} times"
                    for text, count in texts.items() if count > 1]  # fmt: skip
        expected = kept + (list(scene.adds) if is_done else [])
        problems += [f"{when} {text!r} is lost" for text in expected if text not in texts]
        if texts[ERASED]:
            problems.append(f"{when} what was erased before is back")
        if is_done:
            problems += [f"{when} {text!r} is back" for text in scene.takes if texts[text]]
        added = sum(text in texts for text in scene.adds)
        if added not in (0, len(scene.adds)):
            problems.append(f"{when} {added} of {len(scene.adds)} are there")
        return problems

    def report(self, scene, kind, at, problems):
        with self.lock:
            self.faults += [f"{scene.name} on {self.ground.name}, {kind} at step {at}: {problem}"
                            for problem in problems]  # fmt: skip
