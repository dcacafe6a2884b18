// What an operator reads in the log of status: who comes and goes, and what is wrong with reports.
import type { Log } from '../infra/ports/index.ts';
import type { DroppedReports, InstanceChange, Member, Members } from './members.ts';

/** A report takes a second at most: clocks that differ by more than this are wrong. */
const MAX_SKEW_MS = 10_000;
/** Instances whose wrong clock was logged. */
const MAX_KNOWN = 10_000;

const REASONS: Readonly<Record<keyof DroppedReports, string>> = {
  stale: 'it is older than what is known, or of a process that another one has replaced',
  malformed: 'it lacks fields that every report has, is too large, or its author may not claim this role',
  excess: 'more instances report than a deployment has, and this one is new',
};

export class MemberLog {
  readonly #log: Log;
  readonly #now: () => number;
  readonly #wrongClocks = new Set<string>();
  readonly #dropped: { take(): boolean };

  /** `dropped` limits the lines about dropped reports. `now`: the wall clock, in milliseconds since 1970. */
  constructor(log: Log, dropped: { take(): boolean }, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
    this.#dropped = dropped;
  }

  /** Logs the changes of the members from now on. */
  follow(members: Members): void {
    members.onChange((change, member) => this.#logChange(change, member));
  }

  /** Call it for each report that is taken. Logs once when a clock is wrong, and when it is right again. */
  checkClock({ role, instance, checkup }: Member['report']): void {
    const wallClock = checkup?.wallClock;
    if (!wallClock) return;
    const skewMs = wallClock - this.#now();
    const isWrong = Math.abs(skewMs) > MAX_SKEW_MS;
    const name = `${role}/${instance}`;
    if (isWrong === this.#wrongClocks.has(name)) return;
    const fields = { member: instance, memberRole: role, skewSeconds: Math.round(skewMs / 1000) };
    if (!isWrong) {
      this.#wrongClocks.delete(name);
      this.#log.info(fields, 'the clock of an instance is right again');
    } else if (this.#wrongClocks.size < MAX_KNOWN) {
      this.#wrongClocks.add(name);
      this.#log.warn(fields, 'the clock of an instance differs from mine: run NTP on both machines');
    }
  }

  /** A report was dropped. The lines are limited. */
  logDropped(why: keyof DroppedReports, report?: Member['report']): void {
    if (!this.#dropped.take()) return;
    const { role, instance, number } = report ?? {};
    this.#log.warn({ member: instance, memberRole: role, number }, `report dropped: ${REASONS[why]}`);
  }

  #logChange(change: InstanceChange, { report, isDoubled }: Member): void {
    const { role, instance, version, draining, missing } = report;
    const fields = { member: instance, memberRole: role };
    if (isDoubled) this.#log.error(fields, 'two processes use this IM_INSTANCE: give each its own');
    else if (change === 'gone' && !draining) this.#log.warn(fields, 'instance gone: three reports are missing');
    else if (change === 'gone') this.#log.info(fields, 'instance stopped');
    else if (change === 'changed' && missing.length > 0 && !draining)
      this.#log.warn({ ...fields, missing }, 'instance not ready');
    else this.#log.info({ ...fields, version, draining }, `instance ${change}`);
  }
}
