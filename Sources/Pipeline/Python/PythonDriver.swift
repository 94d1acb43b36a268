/// The Python that runs a model: it opens the files that hold what the model reads, calls `model`,
/// and keeps what that gives as a table in a file of its own.
enum PythonDriver {
    /// The exit code that says DuckDB is not there.
    static let missingPackage: Int32 = 77

    static let source = """
        import json, os, shutil, sys, threading, time
        sys.dont_write_bytecode = True
        task = json.load(open(sys.argv[1], encoding="utf-8"))


        def watch(parent):
            while os.getppid() == parent:
                time.sleep(0.5)
            shutil.rmtree(os.path.dirname(sys.argv[1]), ignore_errors=True)
            os._exit(1)


        # Whoever waits for this model may be killed: then nobody wants it, or its copies of rows.
        threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
        sys.path[0:1] = task["paths"]
        try:
            import duckdb
        except ImportError:
            sys.exit(77)
        import importlib.util, traceback


        def quoted(name):
            return '"' + name.replace('"', '""') + '"'


        def key(names, version):
            return ".".join(names) + (f".v{version}" if version else "")


        class Config:
            def __init__(self, values):
                self._values = values

            def __call__(self, *arguments, **values):
                return None

            def get(self, name, default=None):
                value = self._values.get(name)
                return default if value is None else value

            def meta_get(self, name, default=None):
                return (self._values.get("meta") or {}).get(name, default)


        class This:
            def __init__(self, parts):
                self.database, self.schema, self.identifier = parts["names"]
                self._text = parts["text"]

            def __repr__(self):
                return self._text


        class Dbt:
            def __init__(self, connection):
                self._connection = connection
                self.config = Config(task["config"])
                self.this = This(task["this"])
                self.is_incremental = task["is_incremental"]

            def _load(self, relation):
                return self._connection.query(f"select * from {relation}")

            def ref(self, *names, v=None, version=None, **_):
                return self._load(task["refs"][key(names, v or version)])

            def source(self, *names):
                return self._load(task["sources"][".".join(names)])


        def run():
            connection = duckdb.connect(task["home"])
            for statement in task["opening"]:
                connection.execute(statement)
            spec = importlib.util.spec_from_file_location("model", task["file"])
            module = importlib.util.module_from_spec(spec)
            sys.modules["model"] = module
            spec.loader.exec_module(module)
            data = module.model(Dbt(connection), connection)
            if data is None or isinstance(data, (bool, int, float, str, dict, list, tuple)):
                raise TypeError(
                    f"the model returned {type(data).__name__}, not a table: "
                    "return a relation, a pandas or polars frame, or an Arrow table")
            # A reader gives no rows once its connection is asked something else, as it is below.
            if hasattr(data, "read_all"):
                data = data.read_all()
            name = "dormouse_python_data"
            connection.register(name, data)
            connection.execute(f"create table {task['result']} as select * from {name}")
            connection.unregister(name)
            connection.close()
            open(task["done"], "w").close()


        try:
            run()
        except BaseException as error:
            lines = [
                frame.lineno
                for frame in traceback.extract_tb(error.__traceback__)
                if frame.filename == task["file"]
            ]
            if isinstance(error, SyntaxError) and error.filename == task["file"]:
                lines.append(error.lineno)
            message = "".join(traceback.format_exception_only(type(error), error)).strip()
            with open(task["failure"], "w", encoding="utf-8") as file:
                json.dump({"message": message, "line": lines[-1] if lines else None}, file)
            sys.exit(1)
        """
}
