"""Reads the programs of the code pane as Python reads them.

Called by tests/code.rs with a JSON file of cases: programs, the settings to be
found in them, and whether they shall be found. Standard library only.
"""

import ast
import builtins
import json
import symtable
import sys


def dotted(node):
    """`a.b.c` as it is written; nothing else has a name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return dotted(node.value) + "." + node.attr
    if isinstance(node, ast.Call):
        return dotted(node.func) + "()"
    return "?"


class Program:
    def __init__(self, name, source):
        compile(source, name, "exec")
        self.name = name
        self.source = source
        self.tree = ast.parse(source, name)
        self.nodes = list(ast.walk(self.tree))

    def calls(self, name):
        found = (n for n in self.nodes if isinstance(n, ast.Call))
        found = [n for n in found if dotted(n.func) == name]
        return sorted(found, key=lambda n: n.lineno)

    def call(self, name):
        found = self.calls(name)
        assert len(found) == 1, f"{name} is called {len(found)} times"
        return found[0]

    def keyword(self, call, name):
        found = [k.value for k in self.call(call).keywords if k.arg == name]
        assert len(found) == 1, f"{call} has no {name}"
        return found[0]

    def number(self, call, name):
        return ast.literal_eval(self.keyword(call, name))

    def function(self, name):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        found = [n for n in self.nodes if isinstance(n, kinds)]
        found = [n for n in found if n.name == name]
        assert len(found) == 1, f"{name} is defined {len(found)} times"
        return found[0]

    def threads(self):
        """What is assigned to total_tokens."""
        name = "current_default_thread_limiter().total_tokens"
        found = [n for n in self.nodes if isinstance(n, ast.Assign)]
        found = [n.value for n in found if dotted(n.targets[0]) == name]
        return [ast.literal_eval(value) for value in found]

    def line(self, name):
        return self.call(name).lineno


def equal(found, expected, what):
    assert found == expected, f"{what}: {found!r}, not {expected!r}"


def seconds(ms):
    return round(ms * 1000) / 1e6


def names_are_known(program):
    """Every name is defined or imported, and every import is used."""
    top = symtable.symtable(program.source, program.name, "exec")
    known = set(dir(builtins)) | {"__name__"}
    for symbol in top.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            known.add(symbol.get_name())

    def visit(table):
        for symbol in table.get_symbols():
            outside = table is top or symbol.is_global()
            if outside and symbol.is_referenced():
                assert symbol.get_name() in known, f"who is {symbol.get_name()}?"
        for child in table.get_children():
            visit(child)

    visit(top)
    used = {n.id for n in program.nodes if isinstance(n, ast.Name)}
    for node in program.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                name = (alias.asname or alias.name).split(".")[0]
                assert name in used, f"{name} is imported for nothing"


# What each service does, and calls itself done: said once more, so that a slip
# of the programs' own table is seen.
TRADES = {
    "payment": ("pay", "charged", "paid", "payment"),
    "inventory": ("reserve", "reserved", "reserved", "inventory"),
    "shipping": ("ship", "shipped", "shipped", "shipping"),
    "invoice": ("bill", "billed", "billed", "invoice"),
    "email": ("notify", "notified", "notified", "mailer"),
    "loyalty": ("reward", "rewarded", "rewarded", "loyalty"),
}


def own(settings, service):
    """The settings as if this service were Payment."""
    if service == "payment":
        return settings
    own = dict(settings)
    for name in settings:
        short = name.removeprefix("payment_")
        if f"{service}.{short}" in settings:
            own[name] = settings[f"{service}.{short}"]
    return own


def lineup(settings):
    return settings["services"].split(".")


def recorded(program):
    """Where a recorder hooks in, and what it is told, in the order of lines."""
    hook = program.function("record")
    equal([a.arg for a in hook.args.args], ["event", "order"], "the hook")
    calls = program.calls("record")
    for call in calls:
        equal(dotted(call.args[1]), "order", "what is recorded")
    return [ast.literal_eval(call.args[0]) for call in calls]


def address(node):
    """A call of os.getenv, as (variable, what else)."""
    equal(dotted(node.func), "os.getenv", "the environment")
    return tuple(ast.literal_eval(a) for a in node.args)


def broker(program, name, seconds):
    """Where the broker is, and one limit of the connection to it."""
    found = address(program.call("pika.URLParameters").args[0])
    equal(found, ("AMQP_URL", "amqp://rabbitmq"), "the broker")
    found = [n for n in program.nodes if isinstance(n, ast.Assign)]
    found = [n.value for n in found if dotted(n.targets[0]) == "BROKER." + name]
    equal([ast.literal_eval(v) for v in found], [seconds], name)


def is_async(program, settings):
    kind = type(program.function("checkout"))
    wanted = {"def": ast.FunctionDef, "async-def": ast.AsyncFunctionDef}
    equal(kind, wanted[settings["checkout_endpoint"]], "the endpoint")
    return kind is ast.AsyncFunctionDef


def return_type(program, function, declared):
    returns = program.function(function).returns
    equal(returns and dotted(returns), "dict" if declared else None, "return type")


def retries(program, settings):
    """So many attempts in all, and a pause before each but the first."""
    most = settings["retries"]
    ranges = [n.args[0].value for n in program.calls("range")]
    equal(ranges, [most + 1] if most else [], "retries")
    last = [n for n in program.nodes if isinstance(n, ast.Compare)]
    last = [n.comparators[0].value for n in last if dotted(n.left) == "attempt"]
    equal(last, [most] if most else [], "the last attempt")
    sleep = "asyncio.sleep" if is_async(program, settings) else "time.sleep"
    pauses = [ast.literal_eval(n.args[0]) for n in program.calls(sleep)]
    equal(pauses, [seconds(settings["retry_backoff_ms"])] if most else [], "pause")
    handled = settings["error_style"] != "snippet" or len(lineup(settings)) > 1
    found = len(program.calls("response.raise_for_status"))
    equal(found, int(bool(most) or handled), "a 500 is an error")


def checkout_threads(program, settings):
    return_type(program, "checkout", settings["checkout_return_type"])
    threads = [settings["checkout_threads"]]
    wanted = [] if is_async(program, settings) else threads
    equal(program.threads(), wanted, "checkout_threads")


def statuses(program):
    """Which statuses each caught exception becomes, in the order of lines."""
    found = []
    for node in ast.walk(program.function("checkout")):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if hasattr(node.type, "elts") else [node.type]
            told = []
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and dotted(inner.func) == "JSONResponse":
                    code = [k.value for k in inner.keywords if k.arg == "status_code"]
                    told.append(ast.literal_eval((code or inner.args[1:])[0]))
            if told:
                found.append(([dotted(c) for c in caught], sorted(told)))
    return found


def calls(program, settings):
    """Which services are called, where they are, and how."""
    needed = lineup(settings)
    wanted = [
        (f"{name.upper()}_URL", f"http://{name}:8000/{TRADES[name][0]}")
        for name in needed
    ]
    found = [address(node) for node in program.calls("os.getenv")]
    equal(found, wanted, "addresses, in order")
    several = len(needed) > 1
    at_once = several and settings["sync_calls"] == "in-parallel"
    gathered = at_once and settings["checkout_endpoint"] == "async-def"
    equal(len(program.calls("asyncio.gather")), int(gathered), "gather")
    pools = program.calls("ThreadPoolExecutor")
    equal(len(pools), int(at_once and not gathered), "a pool of threads")
    raised = [n for n in program.nodes if isinstance(n, ast.Raise) and n.exc]
    raised = [ast.unparse(n.exc) for n in raised]
    equal(raised, ["failures[0]"] if at_once else [], "the first failure")
    loops = [n for n in program.nodes if isinstance(n, (ast.For, ast.comprehension))]
    loops = [n for n in loops if dotted(n.iter) == "SERVICES"]
    equal(len(loops), int(several), "for each service")
    if at_once:
        call = program.function("call")
        equal(isinstance(call, ast.AsyncFunctionDef), gathered, "call")
        # It is over with whatever came of it; nothing else is caught there.
        last = call.body[-1]
        assert isinstance(last, ast.Try) and len(call.body) == 1
        equal(ast.unparse(last.handlers[0].body[0]), "failures.append(failure)", "failures")
    elif several:
        inside = [dotted(n.func) for n in ast.walk(loops[0]) if isinstance(n, ast.Call)]
        assert {"client.post", "httpx.post"} & set(inside), "one after the other"
    equal(recorded(program), ["began"], "events")


def sync_checkout(program, settings):
    calls(program, settings)
    retries(program, settings)
    for name in ("connect", "read", "pool"):
        wanted = seconds(settings[name + "_timeout_ms"])
        equal(program.number("httpx.Timeout", name), wanted, name)
    checkout_threads(program, settings)
    client = "httpx.AsyncClient" if is_async(program, settings) else "httpx.Client"
    if settings["http_client"] == "shared":
        most = program.number("httpx.Limits", "max_connections")
        equal(most, settings["http_connections"] or None, "http_connections")
        kept = program.number("httpx.Limits", "max_keepalive_connections")
        wanted = settings["http_keepalive_connections"] or None
        equal(kept, wanted if most else None, "kept")
        equal(program.call(client).col_offset, 9, "the place of the shared client")
        equal(dotted(program.keyword(client, "timeout")), "TIMEOUT", "timeout")
        call = "client.post"
    else:
        assert not program.calls("httpx.Limits"), "a client per call has no limits"
        alone = client == "httpx.Client"
        call = "httpx.post" if alone else "client.post"
        owner = call if alone else client
        equal(dotted(program.keyword(owner, "timeout")), "TIMEOUT", "timeout")
        several = len(lineup(settings)) > 1
        at_once = several and settings["sync_calls"] == "in-parallel"
        inside = "call" if at_once else "checkout"
        assert program.line(owner) > program.function(inside).lineno, inside
    equal(dotted(program.keyword(call, "json")), "order", "what is sent")
    awaited = [n.value for n in program.nodes if isinstance(n, ast.Await)]
    equal(program.call(call) in awaited, is_async(program, settings), "await")
    wanted = {
        "snippet": [],
        "demo": [(["httpx.HTTPError"], [503])],
        "production": [(["httpx.TimeoutException"], [504]), (["httpx.HTTPError"], [503])],
    }
    equal(statuses(program), wanted[settings["error_style"]], "statuses")


def one_by_one(settings):
    """Is a message published for each of several queues?"""
    fan_out = settings["async_events"] == "fan-out"
    return len(lineup(settings)) > 1 and fan_out and settings["exchange"] == "default"


def async_checkout(program, settings):
    checkout_threads(program, settings)
    publish = "channel.basic_publish"
    exchange = "" if settings["exchange"] == "default" else "orders"
    equal(program.number(publish, "exchange"), exchange, "exchange")
    broker(program, "socket_timeout", 10.0)
    equal(recorded(program), ["began", "published"], "events")
    key = settings["routing_key"]
    if one_by_one(settings):
        equal(dotted(program.keyword(publish, "routing_key")), "queue", "routing_key")
        found = [n for n in program.nodes if isinstance(n, ast.Assign)]
        found = [n.value for n in found if dotted(n.targets[0]) == "QUEUES"]
        wanted = [f"{name}.{key}" for name in lineup(settings)]
        equal([ast.literal_eval(v) for v in found], [wanted], "a message for each")
        loops = [n for n in program.nodes if isinstance(n, ast.For)]
        loops = [n for n in loops if dotted(n.iter) == "QUEUES"]
        inside = [dotted(n.func) for n in ast.walk(loops[0]) if isinstance(n, ast.Call)]
        assert publish in inside, "a message for each"
        assert "next" not in inside, "an order is urgent as a whole"
    else:
        equal(program.number(publish, "routing_key"), key, "routing_key")
        loops = [n for n in program.nodes if isinstance(n, ast.For)]
        equal(loops, [], "one message")
    mandatory = [k for n in program.calls(publish) for k in n.keywords if k.arg == "mandatory"]
    equal(len(mandatory) > 0, settings["mandatory"], "mandatory")
    mode = "Persistent" if settings["messages_persistent"] else "Transient"
    kinds = program.calls("pika.BasicProperties")
    every = settings["urgent_every"]
    equal(len(kinds), 2 if every else 1, "kinds of messages")
    ttl = settings["message_ttl_ms"]
    for urgent, kind in enumerate(kinds):
        said = {k.arg: k.value for k in kind.keywords}
        found = dotted(said.pop("delivery_mode"))
        equal(found, "pika.DeliveryMode." + mode, "delivery_mode")
        said = {name: ast.literal_eval(value) for name, value in said.items()}
        wanted = {"expiration": str(int(ttl))} if ttl else {}
        if urgent:
            wanted["priority"] = settings["max_priority"]
        equal(said, wanted, "properties")
    if every:
        chosen = program.keyword(publish, "properties")
        if one_by_one(settings):
            equal(dotted(chosen), "properties", "urgent_every")
            chosen = [n for n in program.nodes if isinstance(n, ast.IfExp)][0]
        equal(chosen.test.right.value, every, "urgent_every")
        equal(dotted(chosen.orelse), "URGENT", "who is urgent")
    channels(program, settings)
    assert not program.calls("channel.queue_declare"), "workers declare the queue"
    # The event loop dials nobody: neither does a coroutine.
    for node in program.nodes:
        if isinstance(node, ast.AsyncFunctionDef):
            inner = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
            names = [dotted(n.func) for n in inner]
            assert "pika.BlockingConnection" not in names and "connect" not in names
    caught = ["AMQPError", "OSError"]
    wanted = {
        "snippet": [],
        "demo": [(caught, [503])],
        "production": [(caught, [503, 504])],
    }
    equal(statuses(program), wanted[settings["error_style"]], "statuses")
    if settings["checkout_return_type"]:
        # A response made by hand is not validated.
        equal(program.number("app.post", "status_code"), 202, "the answer")
    else:
        response = program.function("checkout").body[-1].value
        equal(ast.literal_eval(response.keywords[0].value), 202, "the answer")


def channels(program, settings):
    """How the channel is held, and whether its confirms are asked for."""
    on_the_loop = is_async(program, settings)
    kept = settings["amqp_channel"]
    if on_the_loop and kept != "per-request":
        kept = "loop"
    bears = settings["blocked_connection_timeout_s"]
    name = "BROKER.blocked_connection_timeout"
    said = [n for n in program.nodes if isinstance(n, ast.Assign)]
    said = [n.value for n in said if dotted(n.targets[0]) == name]
    wanted = [bears] if bears > 0 else []
    equal([ast.literal_eval(n) for n in said], wanted, name)
    confirms = settings["publisher_confirms"]
    equal(len(program.calls("channel.confirm_delivery")), int(confirms), "confirms")
    one_opening = program.call("pika.BlockingConnection")
    equal(len(program.calls("threading.local")), int(kept == "per-thread"), kept)
    # A connection known to be closed raises ValueError when it is asked again.
    asked = "channel.is_open" in map(dotted, program.nodes)
    equal(asked, kept in ("per-thread", "shared-locked", "loop"), "is_open")
    kinds = (ast.With, ast.AsyncWith)
    withs = [n for n in program.nodes if isinstance(n, kinds)]
    held = [dotted(i.context_expr) for n in withs for i in n.items]
    locked = kept == "shared-locked" or kept == "loop" and confirms
    equal("lock" in held, locked, "a lock is held")
    if kept == "shared-locked":
        lock = [n for n in withs if dotted(n.items[0].context_expr) == "lock"][0]
        inside = [dotted(n.func) for n in ast.walk(lock) if isinstance(n, ast.Call)]
        assert "channel.basic_publish" in inside, "the lock is held meanwhile"
    equal(one_opening.col_offset == 10, kept == "shared", "opened once, at the top")
    if kept == "per-request":
        closed = [i.optional_vars for n in withs for i in n.items]
        assert "connection" in [dotted(v) for v in closed if v], "it is closed"
    # Only a thread waits for a confirm.
    if on_the_loop and confirms:
        publish = program.line("channel.basic_publish")
        assert program.function("publish").lineno < publish
        assert publish < program.function("checkout").lineno


def work(program, settings, service, events):
    """What both programs of a service have in common."""
    equal(recorded(program), ["began", TRADES[service][1]] + events, "events")
    mean = seconds(settings["payment_time_ms"])
    sleeps = [n.args[0] for n in program.calls("time.sleep")]
    spread = settings["payment_time_spread"] if mean > 0 else "fixed"
    drawn = {
        "uniform": "2 * {} * random.random()",
        "log-normal": "{} * random.lognormvariate(-0.346574, 0.832555)",
        "pareto": "{} * 0.344208 / random.uniform(3.16e-05, 1) ** (2 / 3)",
    }
    if spread in drawn:
        span = sleeps[0]
        if dotted(span) == "span":
            assigned = [n for n in program.nodes if isinstance(n, ast.Assign)]
            [span] = [n.value for n in assigned if dotted(n.targets[0]) == "span"]
        equal(ast.unparse(span), drawn[spread].format(mean), "payment_time_spread")
    elif spread == "exponential":
        rate = program.call("random.expovariate").args[0]
        assert isinstance(rate.op, ast.Div), "1 over the mean"
        equal(ast.literal_eval(rate.left), 1, "1 over the mean")
        equal(ast.literal_eval(rate.right), mean, "payment_time_ms")
        assert dotted(sleeps[0]) == "random.expovariate()", "it sleeps for that"
    else:
        equal(ast.literal_eval(sleeps[0]), mean, "payment_time_ms")
    assert program.calls("time.sleep")[0].lineno < charged(program)
    limit = settings["payment_crash_above"]
    found = [n.args[0].value for n in program.calls("threading.Semaphore")]
    equal(found, [limit] if limit else [], "payment_crash_above")
    equal(len(program.calls("os._exit")), 1 if limit else 0, "os._exit")
    # A thread pool takes no work once the main thread has ended.
    pools = len(program.calls("ThreadPoolExecutor"))
    equal(len(program.calls("worker.join")), pools, "worker.join")
    pause = f"do sleep {seconds(settings['payment_restart_ms']):.6f}".rstrip("0")
    pause += "0; done" if pause.endswith(".") else "; done"
    equal(pause in ast.get_docstring(program.tree), limit > 0, pause)


def charged(program):
    """Where the work is done."""
    return program.calls("record")[1].lineno


def sync_service(program, settings, service):
    function, _, status, module = TRADES[service]
    assert f"uvicorn {module}:app" in ast.get_docstring(program.tree)
    equal(program.call("app.post").args[0].value, "/" + function, "its endpoint")
    answer = program.function(function).body[-1].value
    equal(ast.literal_eval(answer), {"status": status}, "its answer")
    equal(program.threads(), [settings["payment_threads"]], "payment_threads")
    equal(type(program.function(function)), ast.FunctionDef, function)
    return_type(program, function, settings["payment_return_type"])
    work(program, settings, service, [])


def queue(settings, service):
    """The name of its queue, and that of the one that it tells, if it does."""
    needed = lineup(settings)
    if settings["async_events"] == "fan-out":
        several = len(needed) > 1
        return (f"{service}.order.created" if several else "order.created"), None
    at = needed.index(service)
    name = f"{needed[at - 1]}.completed" if at else "order.created"
    last = at == len(needed) - 1
    return name, None if last else f"{service}.completed"


def tells_next(program, settings, told):
    """The next service is told: after the work, before the ack."""
    found = program.calls("channel.basic_publish")
    equal(len(found), 0 if told is None else 1, "it tells the next service")
    if told is None:
        return
    exchange, key, body, properties = found[0].args
    equal([ast.literal_eval(exchange), ast.literal_eval(key)], ["", told], "whom")
    equal(dotted(body), "body", "what")
    assert charged(program) < found[0].lineno, "after the work"
    for ack in program.calls("channel.basic_ack"):
        assert found[0].lineno < ack.lineno, "before the ack"
    made = program.call("pika.BasicProperties")
    said = [k.arg for k in made.keywords]
    urgent = settings["urgent_every"] > 0
    equal(said, ["delivery_mode"] + ["priority"] * urgent, "properties")
    assert "pika.DeliveryMode.Persistent" in map(dotted, program.nodes)
    equal(dotted(properties), "news" if urgent else "NEWS", "properties")


def dead_letters(program, settings, kind, limited):
    """What becomes of dead messages: the retry queue's arguments, the count a limit is read from, the worker that redrives."""
    rings = [n for n in program.nodes if isinstance(n, ast.Dict) and any(isinstance(v, ast.Name) for v in n.values)]
    for ring in [r for r in rings if any(k.value == "x-message-ttl" for k in r.keys if isinstance(k, ast.Constant))]:
        said = {k.value: v for k, v in zip(ring.keys, ring.values)}
        equal(ast.literal_eval(said["x-message-ttl"]), settings["retry_ttl_ms"], "retry_ttl_ms")
        equal(ast.literal_eval(said["x-dead-letter-exchange"]), "", "back to a queue by its name")
        equal(said["x-dead-letter-routing-key"].id, "QUEUE", "to its own")
    redrives = program.calls("dead.connection.sleep")
    equal(len(redrives), int(kind == "redriven"), "redriven")
    for pause in redrives:
        equal(ast.literal_eval(pause.args[0]), seconds(settings["redrive_ms"]), "redrive_ms")
        assert program.line("dead.basic_publish") < program.line("dead.basic_ack"), "it is published before it is acknowledged"
    found = [n.comparators[0] for n in program.nodes if isinstance(n, ast.Compare)]
    found = [n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, int)]
    equal(found, [settings["retry_limit"]] if limited else [], "retry_limit")
    if limited and kind == "retried":
        assert program.line("laps") < program.line("channel.basic_nack"), "it looks before it rejects"


def worker(program, settings, service):
    auto = settings["ack_mode"] == "auto"
    work(program, settings, service, ["lost"] if auto else [])
    broker(program, "heartbeat", settings["heartbeat_s"])
    module = TRADES[service][3]
    assert f"python {module}.py" in ast.get_docstring(program.tree)
    name, told = queue(settings, service)
    found = [n for n in program.nodes if isinstance(n, ast.Assign)]
    found = [n.value for n in found if dotted(n.targets[0]) == "QUEUE"]
    equal([ast.literal_eval(v) for v in found], [name], "its queue")
    tells_next(program, settings, told)
    prefix = "order" if len(lineup(settings)) == 1 else service
    quorum = settings["queue_type"] == "quorum"
    declared = program.calls("channel.queue_declare")
    dead = settings["dead_letter_exchange"]
    kind = settings["dead_letters"] if dead else None
    rejects = not auto and settings["on_fail"] == "reject"
    limited = settings["retry_limit"] and (kind == "redriven" or kind == "retried" and rejects)
    names = [ast.literal_eval(n.args[0]) for n in declared[1:]]
    beside = {"parked": [".dead"], "redriven": [".dead"], "retried": [".retry"]}
    left = {"redriven": ".parked", "retried": ".dead"}
    wanted = beside.get(kind, []) + ([left[kind]] if limited else [])
    equal(names, [prefix + name for name in wanted], "queues")
    dead_letters(program, settings, kind, limited)
    said = {k.arg: k.value for k in declared[0].keywords}
    durable = ast.literal_eval(said["durable"])
    equal(durable, settings["queue_durable"] or quorum, "queue_durable")
    assigned = [n for n in program.nodes if isinstance(n, ast.Assign) and isinstance(n.value, ast.Dict)]
    retry = [n.value for n in assigned if dotted(n.targets[0]) == "RETRY"]
    equal(len(retry), int(kind == "retried"), "RETRY")
    arguments = [n.value for n in assigned if dotted(n.targets[0]) == "ARGUMENTS"]
    equal(len(arguments), int("arguments" in said), "arguments")
    found = ast.literal_eval(arguments[0]) if arguments else {}
    wanted = {}
    if quorum:
        limit = int(settings["delivery_limit"])
        wanted |= {"x-queue-type": "quorum", "x-delivery-limit": limit or -1}
    if settings["max_length"]:
        wanted |= {"x-max-length": settings["max_length"], "x-overflow": settings["overflow"]}
    if settings["queue_ttl_ms"]:
        wanted["x-message-ttl"] = settings["queue_ttl_ms"]
    if settings["max_priority"] and not quorum:
        wanted["x-max-priority"] = settings["max_priority"]
    if dead:
        wanted["x-dead-letter-exchange"] = prefix + ".dlx"
    equal(found, wanted, "the queue's arguments")
    declared = [ast.literal_eval(a) for n in program.calls("channel.exchange_declare") for a in n.args]
    first = lineup(settings)[0] == service
    heard = settings["async_events"] == "fan-out" or first
    named = settings["exchange"] != "default" and heard
    wanted = ["orders", settings["exchange"]] if named else []
    equal(declared, wanted + ([prefix + ".dlx", "fanout"] if dead else []), "exchanges")
    bound = [n.args for n in program.calls("channel.queue_bind") if len(n.args) == 3]
    pattern = {"one-word": "order.*", "any-words": "order.#", "everything": "#"}
    key = settings["binding_key"]
    found = [ast.literal_eval(args[2]) for args in bound]
    equal(found, [pattern.get(key, key)] if named else [], "bindings")
    count = settings["prefetch_count"]
    found = program.calls("channel.basic_qos")
    found = [ast.literal_eval(n.keywords[0].value) for n in found]
    equal(found, [count] if count else [], "prefetch_count")
    own = settings["payment_crash_above"] > 0 or not settings["handler_blocks_connection"]
    hands = len(program.calls("ThreadPoolExecutor"))
    equal(hands, int(own), "a thread that works")
    equal(len(program.calls("hands.submit")), hands, "it is handed over")
    auto = program.number("channel.basic_consume", "auto_ack")
    equal(auto, settings["ack_mode"] == "auto", "auto_ack")
    equal(len(program.calls("channel.basic_ack")), 0 if auto else 1, "basic_ack")
    if not auto:
        rejects = settings["on_fail"] == "reject-requeue"
        settles = "channel.basic_reject" if rejects else "channel.basic_nack"
        assert charged(program) < program.line(settles)
        assert program.line(settles) < program.line("channel.basic_ack")
        requeue = program.number(settles, "requeue")
        equal(requeue, settings["on_fail"] != "reject", "on_fail")
    count, together = settings["consumers"], settings["worker_threads"]
    here = min(count, together) if together else count
    equal(program.call("range").args[0].value, here, "consumers")
    processes = -(-int(count) // int(together)) if together else 0
    said = [f"{n} processes;" in program.source for n in (processes, "")]
    equal(said, [True, True] if together else [False, False], "worker_threads")


def checks(settings):
    """What is asked of each file of a shop."""
    yield "sync/checkout.py", lambda p: sync_checkout(p, settings)
    yield "async/checkout.py", lambda p: async_checkout(p, settings)
    for service in lineup(settings):
        mine, module = own(settings, service), TRADES[service][3]
        yield f"sync/{module}.py", lambda p, s=service, m=mine: sync_service(p, m, s)
        yield f"async/{module}.py", lambda p, s=service, m=mine: worker(p, m, s)


def faults(case):
    asked = dict(checks(case["settings"]))
    equal(sorted(case["files"]), sorted(asked), "the files")
    for name, source in case["files"].items():
        try:
            program = Program(name, source)
            names_are_known(program)
            asked[name](program)
        except (LookupError, AttributeError, ValueError) as fault:
            # Something else stands there than what was looked for.
            yield f"{case['label']}: {name}: {fault!r}"
        except (AssertionError, SyntaxError) as fault:
            yield f"{case['label']}: {name}: {fault}"


def main():
    with open(sys.argv[1], encoding="utf-8") as cases:
        cases = json.load(cases)
    found = []
    for case in cases:
        of_this = list(faults(case))
        if case["agree"]:
            found += of_this
        elif not of_this:
            found.append(f"{case['label']}: this was not noticed")
    if found:
        print("\n".join(found[:20]))
        return 1
    print(f"{len(cases)} cases checked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
