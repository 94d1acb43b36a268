"""The variables that all templates of the corpus see."""


def context():
    return {
        "name": "Ada",
        "n": 7,
        "zero": 0,
        "neg": -7,
        "x": 3.5,
        "flag": True,
        "off": False,
        "nothing": None,
        "text": "Hello, wide World",
        "lines": "one\n  two\n\nthree\n",
        "accents": "Éléphant ça va? 日本語",
        "html": "<a href=\"x\">Tom & 'Jerry'</a>",
        "numbers": [3, 1, 2, 10, 7],
        "words": ["pear", "Apple", "fig", "apple", "Banana"],
        "empty": [],
        "pair": (1, "two"),
        "d": {"b": 2, "a": 1, "C": 3},
        "nested": {"list": [1, [2, 3], {"k": "v"}], "inner": {"deep": {"er": "found"}}},
        "users": [
            {"name": "Bob", "age": 30, "city": "Rome", "tags": ["a", "b"]},
            {"name": "alice", "age": 25, "city": "Oslo", "tags": []},
            {"name": "Carol", "age": 35, "city": "rome", "tags": ["b"]},
            {"name": "dave", "age": 25, "city": "Bern", "tags": ["c"]},
        ],
        "columns": [
            {"name": "id", "type": "integer", "nullable": False},
            {"name": "email", "type": "varchar", "nullable": True},
            {"name": "created_at", "type": "timestamp", "nullable": True},
        ],
        "tree": [
            {"v": 1, "kids": [{"v": 2, "kids": []}, {"v": 3, "kids": [{"v": 4, "kids": []}]}]},
            {"v": 5, "kids": []},
        ],
    }
