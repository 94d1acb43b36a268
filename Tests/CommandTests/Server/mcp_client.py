#!/usr/bin/env python3
"""Speaks with a server of the Model Context Protocol as an agent's client does, over its official
library, and prints what it was answered as one object of JSON.

usage: mcp_client.py MODE CALLS COMMAND [ARGUMENT...]
  MODE   auto, legacy or a revision (the newer library), or old (the library of 2025)
  COMMAND may be the URL of a server; then $MCP_TOKEN is the token it is called with
  CALLS  JSON: [{"tool": NAME, "arguments": {...}} | {"read": URI} | {"prompt": NAME, ...}, ...]
         "$id" in an argument stands for the id that the last `remember` returned
"""
import asyncio
import json
import os
import sys
import time


async def speak(session, calls):
    said = {}
    tools = await session.list_tools()
    said["tools"] = [tool.name for tool in tools.tools]
    said["prompts"] = [prompt.name for prompt in (await session.list_prompts()).prompts]
    templates = await session.list_resource_templates()
    templates = getattr(templates, "resource_templates", None) or templates.resourceTemplates
    said["templates"] = len(templates)
    said["results"] = []
    last = ""
    for call in calls:
        text = json.dumps(call).replace("$id", last)
        call = json.loads(text)
        if "tool" in call:
            result = await session.call_tool(call["tool"], call.get("arguments", {}))
            is_error = getattr(result, "is_error", getattr(result, "isError", None))
            structured = getattr(
                result, "structured_content", getattr(result, "structuredContent", None))
            said["results"].append(
                {"error": is_error, "text": result.content[0].text, "structured": structured})
            last = (structured or {}).get("id", last)
        elif "read" in call:
            result = await session.read_resource(call["read"])
            said["results"].append({"error": False, "text": result.contents[0].text})
        else:
            result = await session.get_prompt(call["prompt"], call.get("arguments", {}))
            said["results"].append({"error": False, "text": result.messages[0].content.text})
    return said


def bearer():
    token = os.environ.get("MCP_TOKEN")
    return {"Authorization": "Bearer " + token} if token else {}


async def new(mode, calls, command):
    from mcp.client.client import Client
    from mcp.client.stdio import StdioServerParameters

    if command[0].startswith("http"):
        import httpx2
        from mcp.client.streamable_http import streamable_http_client

        server = streamable_http_client(
            command[0], http_client=httpx2.AsyncClient(headers=bearer(), timeout=60))
    else:
        server = StdioServerParameters(
            command=command[0], args=command[1:], env=dict(os.environ))
    start = time.monotonic()
    async with Client(server, mode=mode) as client:
        shaken = time.monotonic() - start
        said = await speak(client, calls)
        said["seconds"] = shaken
        return said


async def old(calls, command):
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    if command[0].startswith("http"):
        from mcp.client.streamable_http import streamablehttp_client

        streams = streamablehttp_client(command[0], headers=bearer())
    else:
        streams = stdio_client(StdioServerParameters(
            command=command[0], args=command[1:], env=dict(os.environ)))
    async with streams as (read, write, *_):
        async with ClientSession(read, write) as session:
            answer = await session.initialize()
            said = await speak(session, calls)
            said["version"] = answer.protocolVersion
            return said


mode, calls, command = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:]
said = asyncio.run(old(calls, command) if mode == "old" else new(mode, calls, command))
print(json.dumps(said))
