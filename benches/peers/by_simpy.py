"""The same work by SimPy: processes that wait for each other, as its examples are written.

usage: by_simpy.py FILE ORDERS SERVERS SERVICE_S RATE [TIMEOUT_S THREADS]

Prints one line of JSON; FILE gets the times until paid, as src/main.rs says. A timeout cannot be taken back, so one
that is not needed any more still goes off, and nobody listens.
"""

import json
import random
import sys
import time
from array import array

import simpy


class Shop:
    """Servers; with callers before them, if somebody is to give up."""

    def __init__(self, servers, service_s, timeout_s=None, threads=None):
        self.env = simpy.Environment()
        self.payment = simpy.Resource(self.env, servers)
        self.service_rate = 1 / service_s
        self.timeout_s = timeout_s
        self.checkout = threads and simpy.Resource(self.env, threads)
        self.sojourns = []
        self.timeouts = 0

    def pay(self, submitted):
        """One order at Payment."""
        with self.payment.request() as turn:
            yield turn
            yield self.env.timeout(random.expovariate(self.service_rate))
        self.sojourns.append(self.env.now - submitted)

    def call(self, submitted):
        """One order at Checkout: a thread calls Payment, and waits so long; what was asked for goes on."""
        with self.checkout.request() as thread:
            yield thread
            answer = self.env.process(self.pay(submitted))
            results = yield answer | self.env.timeout(self.timeout_s)
            if answer not in results:
                self.timeouts += 1

    def arrivals(self, orders, rate):
        order = self.call if self.checkout else self.pay
        for _ in range(orders):
            yield self.env.timeout(random.expovariate(rate))
            self.env.process(order(self.env.now))


def main(file, orders, servers, service_s, rate, timeout_s=None, threads=None):
    random.seed(1)
    began = time.process_time()
    callers = () if timeout_s is None else (float(timeout_s), int(threads))
    shop = Shop(int(servers), float(service_s), *callers)
    shop.env.process(shop.arrivals(int(orders), float(rate)))
    shop.env.run()
    ms = (time.process_time() - began) * 1e3
    with open(file, "wb") as out:
        array("d", shop.sojourns).tofile(out)
    print(json.dumps({"ms": ms, "timeouts": shop.timeouts}))


main(*sys.argv[1:])
