// A wall clock that is wrong, for a process of a test: `node --import shifted-clock.ts`. CLOCK_AHEAD_MS says by how much, and at
// SIGUSR2 it steps by CLOCK_STEP_MS. performance.now() stays right, as the monotonic clock of a machine does.
const RealDate = Date;
let aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);

class ShiftedDate extends RealDate {
  constructor(...moment: ConstructorParameters<typeof Date> | []) {
    if (moment.length === 0) super(ShiftedDate.now());
    else super(...moment);
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
process.on('SIGUSR2', () => {
  aheadMs += Number(process.env.CLOCK_STEP_MS ?? 0);
});
