//! What the controls of the first screen do, in a sentence each: bubbles that come with the panels, for who asks.
//!
//! A control says which setting or fault it is about; its description points to the bubble before it is there.

use web_sys::Document;

use super::settings::about;
use crate::experiment::settings::SETTINGS;
use crate::sim::fault::FAULTS;
use crate::view::spine::id_of;
use crate::words::spine as words;

/// Puts a bubble to each of them.
pub(super) fn bring(document: &Document) {
    for setting in &SETTINGS {
        bubble(
            document,
            &format!("spine-{}", setting.name),
            &about(setting),
        );
    }
    for fault in FAULTS {
        bubble(document, id_of(fault), words::about(fault));
    }
    bubble(document, "spine-stream", words::STREAM_HELP);
}

/// To the control of this id, if it is there.
fn bubble(document: &Document, id: &str, text: &str) {
    let control = document.get_element_by_id(id);
    let host = control.and_then(|c| c.closest(".helped").ok().flatten());
    let bubble = document.create_element("p").ok();
    if let (Some(host), Some(bubble)) = (host, bubble) {
        bubble.set_id(&format!("{id}-help"));
        bubble.set_class_name("help bubble");
        let _ = bubble.set_attribute("role", "tooltip");
        bubble.set_text_content(Some(text));
        let _ = host.append_child(&bubble);
    }
}
