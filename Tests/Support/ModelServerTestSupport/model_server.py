#!/usr/bin/env python3
"""A server of language models that fails on purpose, for tests.

It speaks OpenAI's and Ollama's paths. A text is answered with `echo: ` and the prompt, so that a
test can tell whether every answer belongs to the row that asked. What goes wrong is decided by a
hash of the seed, the prompt and how often it was asked: the same schedule each time.

usage: model_server.py          prints its port, serves until its standard input is closed

Each test has a server to itself below a path of its own, /t/NAME.

Controls, as JSON in the body of POST /t/NAME/control; each replaces what was set before:
  seed      int             which schedule
  faults    {name: share}   0 to 1, of requests; see FAULTS
  heal      int             a prompt fails at most so often, then it is answered
  delay     seconds         before each answer
  atOnce    int             more than this many at a time get a 429; 0 is unlimited
  script    [name, ...]     these faults first, one a request, "ok" for none
  schema    bool            whether response_format and format are understood
  dimensions int
GET /t/NAME/control gives what happened: requests, most under way at once, requests a prompt.
"""
import asyncio
import hashlib
import json
import os
import re
import sys

FAULTS = [
    "hang", "crash", "junk", "half", "limited", "broken", "drip", "encoding", "huge", "missing",
    "size", "empty", "length", "violates", "reset", "unnumbered", "loading", "soft",
]


SERVERS = {}


async def serve(reader, writer):
    try:
        while await one(reader, writer):
            pass
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def one(reader, writer):
    line = await reader.readline()
    if not line:
        return False
    method, path, _ = line.decode().split(" ", 2)
    length = 0
    while (header := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = header.decode().partition(":")
        if name.lower() == "content-length":
            length = int(value)
    body = json.loads(await reader.readexactly(length)) if length else {}
    _, _, name, path = path.split("/", 3)
    server = SERVERS.setdefault(name, Server())
    return await server.one(reader, writer, method, "/" + path, body)


class Server:
    def __init__(self):
        self.begin({})

    def begin(self, control):
        self.seed = control.get("seed", 0)
        self.faults = control.get("faults", {})
        self.heal = control.get("heal", 1_000_000)
        self.delay = control.get("delay", 0)
        self.at_once = control.get("atOnce", 0)
        self.script = list(control.get("script", []))
        self.schema = control.get("schema", True)
        self.dimensions = control.get("dimensions", 8)
        self.retry_after = control.get("retryAfter", "0.05")
        self.requests = 0
        self.under_way = 0
        self.most = 0
        self.asked = {}
        self.gone = 0
        self.times = []
        self.paths = {}
        self.bodies = []

    def report(self):
        return {
            "requests": self.requests, "most": self.most, "distinct": len(self.asked),
            "mostOfOne": max(self.asked.values(), default=0), "gone": self.gone,
            "times": self.times, "paths": self.paths, "bodies": self.bodies[-20:],
        }

    def fault(self, prompt):
        """Which fault this request gets, if any."""
        number = self.asked[prompt]
        if self.script:
            name = self.script.pop(0)
            return None if name == "ok" else name
        if number > self.heal:
            return None
        digest = hashlib.sha256(f"{self.seed}/{number}/{prompt}".encode()).digest()
        chance = int.from_bytes(digest[:8], "big") / 2**64
        for name, share in self.faults.items():
            if chance < share:
                return name
            chance -= share
        return None

    async def one(self, reader, writer, method, path, body):
        if path == "/control":
            if method == "POST":
                self.begin(body)
            await self.send(writer, 200, self.report())
            return True
        if method == "GET":
            await self.send(writer, 200, {
                "data": [{"id": "echo"}], "models": [{"name": "echo:latest"}]})
            return True
        self.requests += 1
        self.times.append(asyncio.get_running_loop().time())
        self.paths[path] = self.paths.get(path, 0) + 1
        self.bodies.append(body)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            return await self.answer(reader, writer, path, body)
        finally:
            self.under_way -= 1

    async def answer(self, reader, writer, path, body):
        if path.endswith("/embeddings") or path == "/api/embed":
            prompt = "\x1f".join(body["input"])
        elif "messages" in body:
            prompt = "\x1e".join(m["content"] for m in body["messages"])
        else:
            prompt = body.get("system", "") + body["prompt"]
        self.asked[prompt] = self.asked.get(prompt, 0) + 1
        if self.at_once and self.under_way > self.at_once:
            await self.send(writer, 429, {"error": {"message": "too many"}}, retry="0.05")
            return True
        fault = self.fault(prompt)
        if self.delay:
            await self.pause(reader, writer, self.delay)
        if fault == "hang":
            await self.pause(reader, writer, 3600)
            return False
        if fault in ("crash", "reset"):
            if fault == "crash":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"choices\"")
                await writer.drain()
            writer.transport.abort()
            return False
        if fault == "junk":
            await self.send(writer, 200, None, raw=b"<html>Bad gateway</html>")
            return True
        if fault == "limited":
            await self.send(
                writer, 429, {"error": {"message": "slow down"}}, retry=self.retry_after)
            return True
        if fault == "loading":
            await self.send(writer, 503, {
                "error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})
            return True
        if fault == "soft":
            await self.send(writer, 200, {"error": {"message": "the upstream has failed"}})
            return True
        if fault == "broken":
            await self.send(writer, 500, {"error": {"message": "out of memory"}})
            return True
        if fault == "missing":
            await self.send(writer, 404, {"error": {"message": "model not found"}})
            return True
        if fault == "huge":
            await self.send(writer, 200, None, raw=b'{"choices":"' + b"x" * 10_000_000 + b'"}')
            return True
        wants_schema = "format" in body or "response_format" in body
        if wants_schema and not self.schema:
            await self.send(writer, 400, {"error": {"message": "unknown response_format"}})
            return True
        answer = self.usable(path, body, fault)
        raw = json.dumps(answer).encode()
        if fault == "encoding":
            raw = raw.replace(b"echo", b"ech\xff\xfe")
        if fault == "half":
            raw = raw[: len(raw) // 2]
        if fault == "drip":
            await self.drip(reader, writer, raw)
            return False
        await self.send(writer, 200, None, raw=raw)
        return True

    async def pause(self, reader, writer, seconds):
        """Waits, but ends when the client goes away."""
        gone = asyncio.ensure_future(reader.read(1))
        done, _ = await asyncio.wait({gone}, timeout=seconds)
        if done:
            self.gone += 1
            raise ConnectionResetError
        gone.cancel()
        try:
            await gone
        except asyncio.CancelledError:
            pass

    async def drip(self, reader, writer, raw):
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % len(raw))
        for byte in raw:
            writer.write(bytes([byte]))
            await writer.drain()
            await self.pause(reader, writer, 0.1)

    def usable(self, path, body, fault):
        if path.endswith("/embeddings") or path == "/api/embed":
            vectors = [self.vector(text, fault) for text in body["input"]]
            if path == "/api/embed":
                return {"model": body["model"], "embeddings": vectors, "prompt_eval_count": 3}
            items = [{"index": i, "embedding": v} for i, v in enumerate(vectors)]
            if fault == "unnumbered":
                items = [{"index": 0, "embedding": v} for v in vectors]
            # Out of order, as servers that work in parallel answer.
            return {"data": list(reversed(items)), "usage": {"prompt_tokens": 3 * len(items)}}
        prompt = body["prompt"] if "prompt" in body else next(
            m["content"] for m in body["messages"] if m["role"] == "user")
        text = "echo: " + prompt
        schema = body.get("format") or (
            body.get("response_format", {}).get("json_schema", {}).get("schema"))
        if schema is None and (found := re.search(r"JSON Schema:\n(.*)\Z", prompt, re.S)):
            schema = json.loads(found.group(1))
            prompt = prompt[: prompt.index("\n\nAnswer with JSON only")]
        if schema:
            text = json.dumps(instance(schema, prompt))
            if fault == "violates":
                text = json.dumps({"unexpected": True})
        if fault == "empty":
            text = ""
        reason = "length" if fault == "length" else "stop"
        if fault == "length":
            text = text[:5]
        if path == "/api/generate":
            return {"model": body["model"], "response": text, "done": True, "done_reason": reason,
                    "prompt_eval_count": 7, "eval_count": 5}
        if path == "/api/chat":
            return {"model": body["model"], "message": {"role": "assistant", "content": text},
                    "done": True, "done_reason": reason, "prompt_eval_count": 7, "eval_count": 5}
        return {"choices": [{"index": 0, "finish_reason": reason,
                             "message": {"role": "assistant", "content": text}}],
                "usage": {"prompt_tokens": 7, "completion_tokens": 5}}

    def vector(self, text, fault):
        digest = hashlib.sha256(text.encode()).digest()
        count = self.dimensions - (1 if fault == "size" else 0)
        return [digest[i % 32] / 256 for i in range(count)]

    async def send(self, writer, status, body, raw=None, retry=None):
        raw = json.dumps(body).encode() if raw is None else raw
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(raw)}\r\n"
        if retry:
            head += f"Retry-After: {retry}\r\n"
        writer.write(head.encode() + b"\r\n" + raw)
        await writer.drain()


def instance(schema, prompt):
    """A value that satisfies simple schemas; texts hold the prompt."""
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: instance(part, prompt) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [instance(schema.get("items", {}), prompt)]
    text = ("echo: " + prompt)[: schema.get("maxLength")]
    return {"string": text, "integer": schema.get("minimum", 1),
            "number": schema.get("minimum", 0.5), "boolean": True, "null": None}[kind]


async def main():
    listener = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 24, backlog=512)
    print(listener.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, sys.stdin.read)
    # Those that hang are not waited for.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main())
