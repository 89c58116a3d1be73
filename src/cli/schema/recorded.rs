//! What `replay` takes, from the names and limits of the format. What is `null` is what is missing.
//!
//! What a schema refuses beyond the decoder is what is told as *not modelled*, and replayed with `--lenient` only.

use serde_json::{Value as Json, json};

use super::pieces::{DRAFT, Field, list, number, object, of_type, one_of, open_object, whole};
use crate::experiment::limits::{FAILS_LIMIT, LOG_LIMIT};
use crate::replay::format::{
    BEGAN, ENDED, JUDGED, MEASURES, PERCENTILES, SPAN_LIMIT_MS, STATES, TIME_LIMIT_MS,
};
use crate::replay::mapping::{MODES, SEEN};
use crate::words::recorded as words;

pub(super) fn schema() -> Json {
    let text = |what| of_type(what, "string");
    let mut schema = object(
        "What a real stack did, order by order. Times are milliseconds since the start of the run, unless a name ends in _s.",
        &[
            maybe("name", text("Its name.")),
            maybe("description", text("What it shows, in a sentence.")),
            ("parameters", parameters(), true),
            (
                "orders",
                list("What happened to each order.", &order(), LOG_LIMIT),
                true,
            ),
            maybe(
                "outages_measured",
                list(
                    "When outages really began and ended.",
                    &measured(),
                    LOG_LIMIT,
                ),
            ),
            maybe("summary", of_type("The recorder's own figures.", "object")),
            maybe(
                "repeat_summary",
                of_type("Those of the same run another time.", "object"),
            ),
            maybe("judge", judge()),
        ]
        .into_iter()
        .chain(SEEN.map(|name| (name, json!({"description": "For people."}), false)))
        .collect::<Vec<_>>(),
    );
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!("Recorded run");
    schema
}

/// A field that may be missing, or `null`.
fn maybe(name: &str, schema: Json) -> Field<'_> {
    (name, or_null(schema), false)
}

fn or_null(mut schema: Json) -> Json {
    if let Some(Json::Array(names)) = schema.get_mut("enum") {
        names.push(Json::Null);
    } else if let Some(name) = schema["type"].as_str() {
        schema["type"] = json!([name, "null"]);
    }
    schema
}

fn amount(what: &str) -> Json {
    json!({"description": what, "type": "number", "minimum": 0})
}

fn count(what: &str) -> Json {
    whole(what, 0, u64::from(u32::MAX))
}

fn flag(what: &str) -> Json {
    of_type(what, "boolean")
}

fn span(what: &str) -> Json {
    number(what, 0.0, SPAN_LIMIT_MS)
}

fn time(what: &str) -> Json {
    number(what, 0.0, TIME_LIMIT_MS)
}

/// One entry for each order.
fn each(what: &str, entry: Json) -> Json {
    json!({"description": what, "type": "array", "items": entry})
}

fn parameters() -> Json {
    let patience = json!({"description": "The user hangs up after this long.", "type": "number", "exclusiveMinimum": 0});
    let fails = list(
        "Does attempt k fail?",
        &json!({"type": "boolean"}),
        FAILS_LIMIT,
    );
    let mut ttl = or_null(span("A number, or as AMQP has it, a text of digits."));
    ttl["type"] = json!(["number", "string", "null"]);
    ttl["pattern"] = json!("^\\+?[0-9]+$");
    object(
        "How the stack was set up, and what was planned.",
        &[
            (
                "mode",
                one_of("Which shop.", &MODES.map(|(name, _)| name)),
                true,
            ),
            maybe(
                "service_ms",
                each("How long Payment works on o0, o1, …", span("Milliseconds.")),
            ),
            (
                "arrivals_ms",
                json!({"description": "What was planned; t_submit is replayed."}),
                false,
            ),
            maybe(
                "ordered_submit",
                flag("One user sent all orders, each once the one before was answered."),
            ),
            (
                "path",
                json!({"description": "Which endpoint took the orders."}),
                false,
            ),
            maybe(
                "service_ms_by",
                by_name(
                    "How long each of several services works on o0, o1, …, by its name.",
                    &each("Of each order.", span("Milliseconds.")),
                ),
            ),
            maybe(
                "services",
                by_name(
                    "The services that are called, by name.",
                    &object("One.", &[maybe("concurrency", count("Its thread tokens."))]),
                ),
            ),
            maybe(
                "workers",
                by_name("Each service's workers, by its name.", &group()),
            ),
            maybe(
                "exchange_type",
                one_of(
                    "The exchange's kind; the default one where absent.",
                    &["direct", "topic", "fanout"],
                ),
            ),
            maybe(
                "binding_key",
                of_type("What all queues are bound with.", "string"),
            ),
            maybe("user_timeout_s", patience),
            maybe("checkout", checkout()),
            maybe("payment", payment()),
            maybe("worker", worker()),
            maybe(
                "workers_late_ms",
                span("The workers start consuming only then."),
            ),
            maybe("queue_args", queue_args()),
            maybe(
                "order_fails",
                each(
                    "Of each order: does attempt or delivery k fail?",
                    or_null(fails),
                ),
            ),
            maybe(
                "order_poison",
                each(
                    "Of each order: does it always fail?",
                    or_null(flag("Poison.")),
                ),
            ),
            maybe(
                "order_priority",
                each("Of each message.", or_null(whole("Its priority.", 0, 255))),
            ),
            maybe("order_ttl", each("Of each message, in milliseconds.", ttl)),
            maybe("outages", list("What was planned.", &outage(), LOG_LIMIT)),
            maybe("link", link()),
            maybe(
                "drain_max_s",
                amount("How long the recorder watched after the last answer."),
            ),
            (
                "drain_quiet_s",
                json!({"description": "It stopped when nothing happened for this long."}),
                false,
            ),
        ],
    )
}

fn link() -> Json {
    object(
        "A wire that is long, uneven or lossy, the same in either direction.",
        &[
            maybe("one_way_delay_ms", span("What a packet takes.")),
            maybe("jitter_ms", span("So much more or less, evenly.")),
            maybe("loss", amount("The share of packets that is dropped.")),
            (
                "between",
                of_type("Between which parts, in words.", "string"),
                true,
            ),
            ("emulator", json!({"description": "For people."}), false),
        ],
    )
}

/// An object with any names, of one kind of thing.
fn by_name(what: &str, entry: &Json) -> Json {
    json!({"description": what, "type": "object", "additionalProperties": entry})
}

fn group() -> Json {
    object(
        "The workers of one service.",
        &[
            maybe(
                "queue",
                of_type("The queue that they consume from.", "string"),
            ),
            maybe("procs", count("Processes.")),
            maybe("threads", count("Consumers in each.")),
            maybe("prefetch", count("For each consumer; 0 where absent.")),
            maybe(
                "publishes",
                of_type("The queue that they tell when they are done.", "string"),
            ),
        ],
    )
}

fn checkout() -> Json {
    let limits = object(
        "The client's connections.",
        &[
            maybe("max_connections", count("At most; none is no limit.")),
            maybe(
                "max_keepalive_connections",
                count("Kept when idle; none is no limit."),
            ),
        ],
    );
    let limits = json!({"oneOf": [{"const": "unlimited"}, limits]});

    let timeouts = object(
        "Of each phase.",
        &[
            maybe("connect", amount("For a connection to be made.")),
            maybe("read", amount("For the answer.")),
            maybe("write", amount("For the request to be written.")),
            maybe("pool", amount("For a connection of the client.")),
        ],
    );
    let timeouts =
        json!({"oneOf": [{"type": "null"}, amount("Of every phase; 5 where absent."), timeouts]});
    let blocked = json!({"description": "It bears a blocked connection for this long.", "type": "number", "exclusiveMinimum": 0});
    object(
        "Checkout.",
        &[
            maybe(
                "threads",
                count("Thread tokens of the def endpoint; 40 where absent."),
            ),
            maybe(
                "client",
                one_of("Its HTTP client.", &["shared", "toplevel", "async"]),
            ),
            maybe("limits", limits),
            maybe(
                "endpoint",
                one_of(
                    "How it is written; def where absent.",
                    &["def", words::ASYNC_DEF],
                ),
            ),
            maybe(
                "chain",
                each("The services that it calls.", of_type("A name.", "string")),
            ),
            maybe(
                "chain_mode",
                one_of(
                    "One after the other, or at once.",
                    &["sequential", "parallel"],
                ),
            ),
            maybe("exchange", of_type("The exchange's name.", "string")),
            maybe("routing_key", of_type("What it publishes with.", "string")),
            maybe("mandatory", flag("The mandatory flag of its messages.")),
            maybe("timeout_s", timeouts),
            maybe("retries", count("Further attempts after any failure.")),
            maybe(
                "backoff_s",
                amount("The pause before each; 0.2 where absent."),
            ),
            maybe("response_model", flag("A declared return type.")),
            maybe(
                "pika",
                one_of(
                    "Its AMQP channel.",
                    &["thread_local", "per_request", "global", "global_lock"],
                ),
            ),
            maybe("confirms", flag("Publisher confirms.")),
            maybe("blocked_connection_timeout_s", blocked),
        ],
    )
}

fn payment() -> Json {
    object(
        "Payment over HTTP.",
        &[
            maybe("concurrency", count("Its thread tokens.")),
            maybe("response_model", flag("A declared return type.")),
        ],
    )
}

fn worker() -> Json {
    let death = json!({
        "description": "When the worker dies of it: [\"mid\", ms after the start] or [\"after\", 0].",
        "type": "array",
        "prefixItems": [{"enum": ["mid", "after"]}, span("Milliseconds.")],
        "minItems": 2,
        "maxItems": 2,
    });
    let crash = json!({"description": "By the order's id.", "type": "object", "additionalProperties": death});
    object(
        "Payment's workers.",
        &[
            maybe("procs", count("Processes.")),
            maybe("threads", count("Consumers in each.")),
            maybe("prefetch", count("For each consumer; 0 where absent.")),
            maybe(
                "on_fail",
                one_of(
                    "Without requeue; where absent, nack with requeue.",
                    &["reject"],
                ),
            ),
            maybe("crash", crash),
        ],
    )
}

fn queue_args() -> Json {
    let more = |what: &str| json!({"description": what, "type": "number", "exclusiveMinimum": 0});
    object(
        "The queue's x-arguments.",
        &[
            ("x-queue-type", of_type("Its type.", "string"), false),
            ("x-delivery-limit", more("Deliveries."), false),
            ("x-max-length", more("Messages."), false),
            (
                "x-overflow",
                of_type("What happens beyond that.", "string"),
                false,
            ),
            ("x-message-ttl", more("Milliseconds."), false),
            ("x-max-priority", more("The highest priority."), false),
            (
                "x-dead-letter-exchange",
                of_type("Where the dead go.", "string"),
                false,
            ),
            (
                "x-dead-letter-routing-key",
                json!({"description": "Wherever the dead go, they are dead."}),
                false,
            ),
        ],
    )
}

fn outage() -> Json {
    object(
        "A planned outage.",
        &[
            maybe(
                "service",
                of_type("Of which service; Payment where absent.", "string"),
            ),
            (
                "kind",
                one_of(
                    "What happens to a service, or to the broker.",
                    &["kill", "freeze", "memory_alarm"],
                ),
                true,
            ),
            ("from_ms", time("When it begins."), true),
            ("to_ms", time("When it ends: not before it begins."), true),
        ],
    )
}

fn measured() -> Json {
    let began = BEGAN.map(|name| maybe(name, time("When it began.")));
    let ended = ENDED.map(|name| maybe(name, time("When it ended.")));
    let kind = (
        "kind",
        json!({"description": "What happened, for people."}),
        false,
    );
    let service = maybe("service", of_type("Of which service.", "string"));
    let fields: Vec<Field> = [kind, service]
        .into_iter()
        .chain(began)
        .chain(ended)
        .collect();
    object(
        "Of each planned outage; the plan stands in for what is missing.",
        &fields,
    )
}

fn order() -> Json {
    let status = json!({"description": "The HTTP status, or user-timeout.", "type": ["integer", "string", "null"], "minimum": 0});
    open_object(
        "What happened to one order. Further fields are the recorder's own.",
        &[
            (
                "id",
                of_type(
                    "o17 is the 18th of the parameters' lists. There once.",
                    "string",
                ),
                true,
            ),
            ("t_submit", time("When its user pressed the button."), true),
            maybe("t_response", time("When its user was told, or hung up.")),
            ("status", status, false),
            maybe(
                "error",
                of_type("The name of the exception behind it.", "string"),
            ),
            maybe("t_payment_start", time("The first start at Payment.")),
            maybe("t_payment_done", time("The first success at Payment.")),
            maybe("deliveries", count("Starts at Payment.")),
            maybe("payments_completed", count("Successes at Payment.")),
            maybe(
                "t_all_done",
                time("When the last of several services was done."),
            ),
            maybe(
                "services",
                by_name("What each of several services did.", &served()),
            ),
            maybe("t_dead", time("When it was seen in the dead-letter queue.")),
            (
                "final_state",
                json!({"description": "What became of it.", "type": "string", "examples": STATES}),
                true,
            ),
        ],
    )
}

fn served() -> Json {
    open_object(
        "What a service did.",
        &[
            maybe("deliveries", count("Starts.")),
            maybe("completed", count("Successes.")),
            maybe("t_start", time("The first start.")),
            maybe("t_done", time("The first success.")),
        ],
    )
}

fn judge() -> Json {
    let off = |names: &[&'static str], what: &'static str| -> Vec<Field<'static>> {
        names
            .iter()
            .map(|&name| (name, amount(what), false))
            .collect()
    };
    let shares = object(
        "Milliseconds off, by percentile.",
        &off(&PERCENTILES, "Milliseconds."),
    );
    let allowed: Vec<Field> = JUDGED
        .iter()
        .map(|&name| (name, shares.clone(), false))
        .collect();
    let measure = |name: &'static str| {
        maybe(
            name,
            match name {
                "allow_ms" => object("How many milliseconds off.", &allowed),
                "final_states_slack" => {
                    object("How many orders off, by state.", &off(&STATES, "Orders."))
                }
                "orders_exact" => {
                    flag("Is each order's state, deliveries and payments the recorded one?")
                }
                "poison_deliveries_share" => {
                    amount("By what share the poison order's deliveries may be off.")
                }
                "start_rank_within" => {
                    amount("How many places off in the order of payment starts.")
                }
                "dead_within_ms" => amount("How far off t_dead of a dead order."),
                _ => amount("How far off t_response of a failed order."),
            },
        )
    };
    let spread = (
        "spread",
        json!({"description": "How recordings of the same run differ, for people."}),
        false,
    );
    let measures = MEASURES.iter().copied().map(measure);
    let fields: Vec<Field> = measures.chain([spread]).collect();
    object("How near is near enough.", &fields)
}
