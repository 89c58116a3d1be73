//! What lies before a caller: the cable, the services behind it, and the calls under way.

use super::calls::Calls;
use super::server::Server;
use crate::cable::Cable;
use crate::config::Config;
use crate::http::CallPhase;
use crate::slab::Key;

/// All that a caller can reach from where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    pub(crate) calls: Calls,
    pub(crate) cable: Cable,
    /// By number.
    pub(crate) servers: Vec<Server>,
}

impl Services {
    /// Idle ones.
    #[inline(never)]
    pub(super) fn new(config: &Config) -> Self {
        Self {
            calls: Calls::default(),
            cable: Cable::default(),
            servers: (0..config.needs.room())
                .map(|service| Server::new(config, service))
                .collect(),
        }
    }

    /// Are there as many as the settings need now?
    pub(super) fn hire(&mut self, config: &Config) {
        let there = self.servers.len() as u8;
        let more = (there..config.needs.room()).map(|service| Server::new(config, service));
        self.servers.extend(more);
    }

    /// Threads that work, of all services together. (It is asked at every event, and a loop over one costs more than the one.)
    #[inline(always)]
    pub(super) fn busy(&self) -> u32 {
        match &self.servers[..] {
            [server] => server.threads.held(),
            servers => servers.iter().map(|server| server.threads.held()).sum(),
        }
    }

    /// The server of the service that is called.
    pub(super) fn server(&self, call: Key) -> &Server {
        &self.servers[self.calls[call].service as usize]
    }

    /// Does what is sent to it not get through?
    pub(super) fn is_cut_off(&self, call: Key) -> bool {
        self.cable.stops_out() || self.server(call).process.holed
    }

    /// Can no connection be made to it? The request for one goes there, and the consent comes back.
    pub(super) fn is_out_of_reach(&self, call: Key) -> bool {
        self.cable.is_cut() || self.server(call).process.holed
    }

    /// Is something still in the way of what was held?
    pub(super) fn is_held_still(&self, call: Key) -> bool {
        match self.calls[call].phase {
            CallPhase::Connecting => self.is_out_of_reach(call),
            CallPhase::Sent => self.is_cut_off(call),
            CallPhase::Pooled
            | CallPhase::Building
            | CallPhase::InLine
            | CallPhase::Serving
            | CallPhase::Answering
            | CallPhase::Returning => self.cable.stops_back() || self.server(call).process.holed,
        }
    }

    /// The server of this call, and what it sends its answer with.
    #[inline]
    pub(super) fn at(&mut self, call: Key) -> (&mut Server, &mut Calls, &mut Cable) {
        let service = self.calls[call].service as usize;
        (&mut self.servers[service], &mut self.calls, &mut self.cable)
    }
}
