"""Language models through SQL, beside the same requests through curl."""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from measure.program import ROOT

SERVER = ROOT / "Tests/Support/ModelServerTestSupport/model_server.py"


class Echo:
    """The echoing server of the tests, on a path of its own."""

    def __init__(self, name):
        self.process = subprocess.Popen(
            [sys.executable, SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/t/{name}"

    def control(self, **settings):
        request = urllib.request.Request(
            self.url + "/control", json.dumps(settings).encode(), method="POST"
        )
        urllib.request.urlopen(request).read()

    def report(self):
        return json.loads(urllib.request.urlopen(self.url + "/control").read())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def models(context):
    """Language models: overhead over curl, at many a time, and from the cache."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        echo = Echo("bench")
        try:
            return measure(context, folder, echo)
        finally:
            echo.close()


def measure(context, folder, echo):
    dormouse = context.dormouse.at(folder / "home")
    dormouse.text("init")

    def sql(statement, at_once):
        config = folder / f"{at_once}.yml"
        config.write_text(
            "language_models:\n  providers:\n    echo:\n      kind: openai\n"
            f"      url: {echo.url}/v1\n      model: echo\n      max_in_flight: {at_once}\n"
        )
        start = time.monotonic()
        dormouse.text("sql", statement, "--config", config, "--format", "csv", "--quiet")
        return time.monotonic() - start

    def ask(kind, count, at_once):
        return sql(f"SELECT llm_generate('{kind} ' || n) FROM range({count}) t(n)", at_once)

    start_up = min(sql("SELECT 1", 1) for _ in range(5))
    details = {"start_up_seconds": start_up}
    figures = context.figures

    # One at a time, beside one curl process that keeps its connection.
    count = context.count(100)
    echo.control(delay=0.1)
    through_sql = ask("one", count, 1) - start_up
    through_curl = curl(folder, echo, count)
    details["one_at_a_time"] = {"sql": through_sql, "curl": through_curl, "requests": count}
    figures.at_most("models", "a call through SQL over the same through curl",
                    through_sql / through_curl, "", 1.05)  # fmt: skip

    # A server that allows 16 at once.
    many = context.count(320)
    echo.control(delay=0.1, atOnce=16)
    parallel = ask("many", many, 16) - start_up
    single = through_sql / count * many
    details["sixteen_at_a_time"] = {"seconds": parallel, "requests": many}
    figures.at_least("models", "16 at a time over one at a time", single / parallel, "", 14)

    # From the cache: 500 answers for all rows, then each row its own.
    echo.control()
    rows = context.count(200_000)
    same = f"SELECT max(llm_generate('same ' || n % 500)) FROM range({rows}) t(n)"
    sql(same, 16)
    assert echo.report()["requests"] == 500
    cached = statistics.median(sql(same, 16) for _ in range(5)) - start_up
    assert echo.report()["requests"] == 500
    details["cached"] = {"seconds": cached, "rows": rows}
    figures.at_most("models", "a row from the cache, 500 distinct", cached / rows * 1e6, "µs", 5)
    distinct = context.count(20_000)
    each = f"SELECT max(llm_generate('each ' || n)) FROM range({distinct}) t(n)"
    sql(each, 64)
    time_of_each = statistics.median(sql(each, 64) for _ in range(5)) - start_up
    details["cached_distinct"] = {"seconds": time_of_each, "rows": distinct}
    figures.at_most("models", "a row from the cache, all distinct",
                    time_of_each / distinct * 1e6, "µs", 5)  # fmt: skip
    figures.at_least("models", "rows a second from the cache", rows / cached, "", 100_000)
    # Another query of the same database, beside one that waits for a slow server all the time.
    echo.control(delay=0.5)
    config = folder / "16.yml"
    beside = json.loads(dormouse.text("bench", "models", "--config", config, "--json"))
    details["beside"] = beside
    figures.at_most("models", "a query while models are asked over the same on a thread of its own",
                    beside["while_asking_seconds"] / beside["on_one_thread_seconds"], "", 1.2)  # fmt: skip
    return details


def curl(folder, echo, count):
    """The seconds that curl takes for the same requests over one connection."""
    config = folder / "curl.txt"
    with config.open("w") as file:
        for number in range(count):
            body = {"model": "echo", "temperature": 0.0, "max_tokens": 1024, "stream": False,
                    "messages": [{"role": "user", "content": f"curl {number}"}]}  # fmt: skip
            (folder / f"{number}.json").write_text(json.dumps(body))
            file.write("next\n" if number else "")
            file.write(f'url = "{echo.url}/v1/chat/completions"\n')
            file.write(f'data = "@{folder}/{number}.json"\nsilent\noutput = "/dev/null"\n')
    start = time.monotonic()
    subprocess.run(["curl", "--silent", "--config", config], check=True)
    return time.monotonic() - start
