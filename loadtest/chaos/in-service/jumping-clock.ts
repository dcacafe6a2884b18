// Loaded by --import into each service of a chaos run: a SIGWINCH makes its wall clock jump. Other processes ignore that signal.
const HOUR_MS = 3_600_000;
/** How wrong the clock is after each signal, over and over. */
const OFFSETS_MS = [HOUR_MS, 0, -HOUR_MS, 0];

const readClock = Date.now;
let signals = 0;
let offsetMs = 0;

Date.now = () => readClock() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [target.now()] : args),
});
process.on('SIGWINCH', () => {
  offsetMs = OFFSETS_MS[signals % OFFSETS_MS.length] ?? 0;
  signals++;
});
