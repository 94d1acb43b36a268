#!/usr/bin/env python3
"""Types into a program that runs on a terminal of its own, and prints what is seen there.

usage: type_into.py STEPS PROGRAM [ARGUMENT…]

STEPS is JSON: [[text to wait for, what to type then], …]. Ends with the program, or fails after a
minute of waiting for a text.
"""
import json
import os
import pty
import select
import sys
import time

steps = json.loads(sys.argv[1])
process, terminal = pty.fork()
if process == 0:
    os.execv(sys.argv[2], sys.argv[2:])
seen = b""
place = 0
deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    if steps and (at := seen.find(steps[0][0].encode(), place)) >= 0:
        place = at + len(steps[0][0].encode())
        time.sleep(0.3)  # What is seen was printed before the next thing began.
        os.write(terminal, steps.pop(0)[1].encode())
    if not select.select([terminal], [], [], 0.1)[0]:
        continue
    try:
        seen += (part := os.read(terminal, 65536))
    except OSError:
        part = b""
    if not part:
        break
sys.stdout.buffer.write(seen)
if steps:
    os.kill(process, 9)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
