// Starts a rival as the target of a run.
import type { LoadTestFlags } from '../cli/settings.ts';
import type { RunningTarget } from '../setup/running-target.ts';
import type { RivalName } from './rival.ts';
import { startSocketio } from './socketio/start.ts';

type StartRival = (flags: Pick<LoadTestFlags, 'clients'>, print: (line: string) => void) => Promise<RunningTarget>;

const STARTS: Readonly<Record<RivalName, StartRival>> = { socketio: startSocketio };

/** Everything that it needs is started with it, on servers of its own. */
export const startRival = (
  name: RivalName,
  flags: Pick<LoadTestFlags, 'clients'>,
  print: (line: string) => void,
): Promise<RunningTarget> => STARTS[name](flags, print);
