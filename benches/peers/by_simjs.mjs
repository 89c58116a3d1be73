// The same work by SIM.JS: entities that ask for things, and name what is to be called when they have got them.
// usage: node by_simjs.mjs FILE ORDERS SERVERS SERVICE_S RATE [TIMEOUT_S THREADS]
//
// Prints one line of JSON; FILE gets the times until paid, as src/main.rs says.
import { writeFileSync } from 'node:fs';

const [file, ...words] = process.argv.slice(2);
const [orders, servers, service_s, rate, timeout_s, threads] = words.map(Number);

// The package exports nothing: it puts itself into a window, and there has to be one.
globalThis.window = globalThis;
await import('simjs');
const { Buffer: Tokens, Entity, Facility, Random, Sim } = globalThis.Sim;

const random = new Random(1);
const sojourns = [];
let timeouts = 0;

/** Orders that come by themselves. */
class Arrivals extends Entity {
  start(order) {
    this.order = order;
    this.left = orders;
    this.next();
  }

  next() {
    if (this.left === 0) return;
    this.left -= 1;
    this.setTimer(random.exponential(rate)).done(this.arrived);
  }

  arrived() {
    this.order(this.time());
    this.next();
  }
}

/** Servers, and the line before them. */
class Payment extends Entity {
  start() {
    this.servers = new Facility('Payment', Facility.FCFS, servers);
  }

  pay(submitted, answer) {
    this.useFacility(this.servers, random.exponential(1 / service_s)).done(this.paid, this, [submitted, answer]);
  }

  paid(submitted, answer) {
    sojourns.push(this.time() - submitted);
    answer?.();
  }
}

/** Threads, each of which waits for one answer, but not for ever. */
class Checkout extends Entity {
  start(payment) {
    this.payment = payment;
    this.threads = new Tokens('Checkout', threads, threads);
  }

  submit(submitted) {
    this.getBuffer(this.threads, 1).done(this.call, this, submitted);
  }

  call(submitted) {
    const patience = this.setTimer(timeout_s).done(this.timedOut);
    this.payment.pay(submitted, () => {
      // Nobody waits for an answer that comes too late.
      if (patience.cancelled) return;
      patience.cancel();
      this.putBuffer(this.threads, 1);
    });
  }

  timedOut() {
    timeouts += 1;
    this.putBuffer(this.threads, 1);
  }
}

const began = process.cpuUsage();
const sim = new Sim();
const payment = sim.addEntity(Payment);
if (threads) {
  const checkout = sim.addEntity(Checkout, 'Checkout', payment);
  sim.addEntity(Arrivals, 'Arrivals', (now) => checkout.submit(now));
} else {
  sim.addEntity(Arrivals, 'Arrivals', (now) => payment.pay(now));
}
sim.simulate(Infinity);
const { user, system } = process.cpuUsage(began);
writeFileSync(file, Float64Array.from(sojourns));
console.log(JSON.stringify({ ms: (user + system) / 1e3, timeouts }));
