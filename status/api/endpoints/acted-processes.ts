// What became of the processes that an act is for. Their reports tell: a command that was stored may reach nobody any more.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Member, Members } from '../../members.ts';
import { ApiError } from '../endpoint.ts';

/** The reports show the effect within a second or two. */
const CONFIRM_WITHIN_MS = 8000;
const CHECK_EVERY_MS = 100;

type Report = Member['report'];
type WatchedMembers = Pick<Members, 'list' | 'onChange'>;

/** `restarted`: another process has its role and name. `gone`: no process has them. */
type Fate = 'waiting' | 'done' | 'restarted' | 'gone';

/**
 * Runs `begin`, and resolves when the process has said that it drains. It may be gone by then, or another one may have its name:
 * only what is seen in between tells a drain from a crash.
 */
export async function untilDraining(members: WatchedMembers, acted: Report, begin: () => Promise<void>): Promise<void> {
  const { instance, process } = acted;
  let hasDrained = acted.draining;
  const unfollow = members.onChange((_change, { report }) => {
    hasDrained ||= report.process === process && report.draining;
  });
  const findFate = (): Fate => (hasDrained ? 'done' : fateOf(members, acted, ({ draining }) => draining));
  try {
    await begin();
    await confirm(() => findFate() !== 'waiting', `${instance} has not begun to drain`);
    const fate = findFate();
    if (fate === 'restarted')
      throw new ApiError(409, 'RESTARTED', `${instance} restarted before it drained, and its new process runs: drain it again`);
    if (fate === 'gone') throw new ApiError(409, 'GONE', `${instance} ended, and nobody has heard that it drained`);
  } finally {
    unfollow();
  }
}

/** Resolves with those that report the level; the others are gone. */
export async function untilLogLevel(
  members: WatchedMembers,
  acted: readonly Report[],
  level: string,
): Promise<readonly Report[]> {
  const findFate = (one: Report): Fate => fateOf(members, one, ({ logLevel }) => logLevel === level);
  await confirm(() => !acted.some((one) => findFate(one) === 'waiting'), 'not every instance reports the new level');
  const restarted = acted.filter((one) => findFate(one) === 'restarted').map(({ instance }) => instance);
  if (restarted.length > 0) {
    const sentence = `${restarted.join(', ')} restarted meanwhile, with the level of the settings: set it again`;
    throw new ApiError(409, 'RESTARTED', sentence);
  }
  return acted.filter((one) => findFate(one) !== 'gone');
}

function fateOf(members: WatchedMembers, { role, instance, process }: Report, hasEffect: (now: Report) => boolean): Fate {
  const now = members.list().find(({ report }) => report.role === role && report.instance === instance);
  if (!now) return 'gone';
  if (now.report.process === process) return hasEffect(now.report) ? 'done' : 'waiting';
  // The reports of two living processes take turns.
  return now.isDoubled ? 'waiting' : 'restarted';
}

async function confirm(isDone: () => boolean, otherwise: string): Promise<void> {
  const stopAt = performance.now() + CONFIRM_WITHIN_MS;
  while (!isDone()) {
    if (performance.now() > stopAt) throw new ApiError(504, 'NOT_CONFIRMED', `${otherwise} within ${CONFIRM_WITHIN_MS / 1000} s`);
    await sleep(CHECK_EVERY_MS);
  }
}
