//! The panel as HTML: what can be opened, and what a replay comes to, measured beside simulated.
//!
//! Every word of a file is somebody else's: all of it is escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::SHIPPED;
use super::curves::Curves;
use crate::replay::Replay;
use crate::replay::judge::Finding;
use crate::replay::summary::{Summary, every_name};
use crate::words::recorded::{
    self as said, A_RUN, CHOOSE, MEASURED, OR_A_FILE, SIMULATED, STAGE, STAGE_HELP,
};

/// The height of a drawing in CSS pixels.
pub const HEIGHT: f64 = 170.0;

/// What can be opened; below it there is room for a sentence and for what is opened.
/// `locked`: nobody may open a file of theirs.
pub fn controls(locked: bool) -> String {
    let disabled = if locked { " disabled" } else { "" };
    let mut options = String::new();
    for name in SHIPPED {
        let shows = said::said_of(name, said::shipped(name));
        let _ = write!(options, "<option value=\"{name}\">{shows}</option>");
    }
    format!(
        "<div class=\"actions\"><label for=\"recorded-run\">{A_RUN}</label>\
         <select id=\"recorded-run\"><option value=\"\">{CHOOSE}</option>{options}</select>\
         <label for=\"recorded-file\">{OR_A_FILE}</label>\
         <input id=\"recorded-file\" type=\"file\" accept=\".json,application/json\"{disabled}></div>\
         <p id=\"recorded-verdict\" role=\"status\"></p><div id=\"recorded-shown\"></div>"
    )
}

/// A replay. The drawings are put into `#recorded-curve-0` and `-1` by whoever knows how wide they may be.
pub fn replay(replay: &Replay, curves: &[Curves], may_be_staged: bool) -> String {
    let measured = Summary::of(&replay.recorded, None, None);
    let simulated = Summary::of(&replay.orders, None, None);
    let mut html = format!(
        "<div id=\"replayed\" data-side=\"{}\"><p class=\"quiet\">{}</p>",
        replay.mode(),
        escaped(&replay.description)
    );
    let faults = replay.faults();
    if !faults.is_empty() {
        html.push_str("<ul class=\"faults\">");
        for fault in faults {
            let _ = write!(html, "<li>{}</li>", escaped(&fault));
        }
        html.push_str("</ul>");
    }
    html.push_str("<div class=\"stories\">");
    for (k, curves) in curves.iter().enumerate() {
        figure(&mut html, k, curves);
    }
    html.push_str("</div>");
    let rows = replay.findings.iter().map(judged);
    table(&mut html, said::JUDGED, said::JUDGED_HEAD, rows);
    html.push_str("<div class=\"stories\">");
    for (title, was, is) in [
        (said::ENDED, &measured.final_states, &simulated.final_states),
        (said::TOLD, &measured.responses, &simulated.responses),
    ] {
        html.push_str("<div>");
        table(
            &mut html,
            title,
            said::COUNTED_HEAD,
            counts(was, is).into_iter(),
        );
        html.push_str("</div>");
    }
    html.push_str("</div>");
    if may_be_staged {
        let _ = write!(
            html,
            "<div class=\"actions\"><button id=\"recorded-stage\">{STAGE}</button>\
             <span class=\"quiet\">{STAGE_HELP}</span></div>"
        );
    }
    html.push_str("</div>");
    html
}

fn figure(html: &mut String, k: usize, curves: &Curves) {
    let _ = write!(
        html,
        "<figure><h3>{}</h3><div class=\"drawing\" style=\"height:{HEIGHT}px\">\
         <svg id=\"recorded-curve-{k}\" aria-hidden=\"true\" height=\"{HEIGHT}\"></svg></div><ul class=\"key\">\
         <li><span class=\"sample measured\" aria-hidden=\"true\"></span>{MEASURED}</li>\
         <li><span class=\"sample dashed\" aria-hidden=\"true\"></span>{SIMULATED}</li></ul>\
         <figcaption>{}</figcaption></figure>",
        curves.title,
        curves.sentence()
    );
}

/// One row: its head, three cells, and what belongs to it besides.
struct Row {
    cells: [String; 4],
    /// The error as a share of what is allowed, to draw; `None`: there is nothing to draw.
    share: Option<f64>,
    off: bool,
}

fn judged(finding: &Finding) -> Row {
    let (share, allowed) = (finding.share_words(), finding.allowed_words());
    let has_share = finding.share().is_some();
    let words = said::off(&share, &allowed, has_share, finding.holds());
    Row {
        cells: [
            finding.plain.clone(),
            finding.measured.clone(),
            finding.simulated.clone(),
            words,
        ],
        share: finding.share(),
        off: !finding.holds(),
    }
}

/// How many orders came to what.
fn counts(measured: &BTreeMap<String, u64>, simulated: &BTreeMap<String, u64>) -> Vec<Row> {
    let names = every_name([measured, simulated]);
    let row = |name: &String| {
        let [was, is] = [measured, simulated].map(|all| all.get(name).copied().unwrap_or(0));
        let apart = match was.abs_diff(is) {
            0 => said::AS_MANY.to_owned(),
            n => n.to_string(),
        };
        Row {
            cells: [name.clone(), was.to_string(), is.to_string(), apart],
            share: None,
            off: false,
        }
    };
    names.into_iter().map(row).collect()
}

fn table(html: &mut String, title: &str, head: [&str; 4], rows: impl Iterator<Item = Row>) {
    let _ = write!(
        html,
        "<table class=\"figures\"><caption>{title}</caption><thead><tr>"
    );
    for word in head {
        let _ = write!(html, "<th scope=\"col\">{word}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    for row in rows {
        let class = if row.off { " class=\"off\"" } else { "" };
        let [name, measured, simulated, words] = row.cells.each_ref().map(|cell| escaped(cell));
        let _ = write!(
            html,
            "<tr{class}><th scope=\"row\">{name}</th><td>{measured}</td><td>{simulated}</td><td>{words}"
        );
        if let Some(share) = row.share {
            // Beyond what is allowed the bar is full, and the word says how far.
            let percent = (share * 100.0).clamp(0.0, 100.0) as u8;
            let _ = write!(
                html,
                "<span class=\"share-bar\" aria-hidden=\"true\"><span style=\"width:{percent}%\"></span></span>"
            );
        }
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table>");
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recorded::curves::curves;

    #[test]
    fn every_run_beside_the_page_has_its_words() {
        assert!(SHIPPED.iter().all(|name| !said::shipped(name).is_empty()));
    }

    #[test]
    fn measured_and_simulated_stand_side_by_side_and_a_fault_has_a_word() {
        let text = r#"{"name": "mine", "description": "<img src=x>", "parameters": {"mode": "sync", "service_ms": [100],
            "gravity<b>": 1}, "orders": [{"id": "o0", "t_submit": 0, "t_response": 404, "t_payment_done": 403,
            "status": 200, "deliveries": 1, "payments_completed": 1, "final_state": "ok"}]}"#;
        let run = Replay::of(text).expect("a run");
        let html = replay(&run, &curves(&run), true);
        assert!(html.contains("&lt;img src=x&gt;") && !html.contains("<img"));
        assert!(html.contains("<li>not modelled: gravity&lt;b&gt;</li>") && !html.contains("<b>"));
        assert!(html.contains("<tr class=\"off\"><th scope=\"row\">until the user is told, p50</th><td>404.0 ms</td><td>10"));
        assert!(
            html.contains("✕ 14") && html.contains("(allowed: 20.2 ms)"),
            "{html}"
        );
        assert!(html.contains("<th scope=\"row\">ok</th><td>1</td><td>1</td><td>the same"));
        assert!(html.contains("data-side=\"sync\"") && html.contains("recorded-stage"));
        assert!(!replay(&run, &[], false).contains("recorded-stage"));
        assert!(controls(false).contains(
            "<option value=\"06b-overload-sync-timeouts\">06b-overload-sync-timeouts: sync"
        ));
    }
}
