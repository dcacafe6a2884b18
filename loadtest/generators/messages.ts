// What a coordinator and its generators say to each other.
import type { ConnectResult, LoadPhase, LoadPlan, LoadProgress, LoadResult } from '../driver/load-driver.ts';

export type CoordinatorMessage =
  /** Measures how long a message takes there and back, and says that the coordinator lives. */
  | { readonly do: 'ping'; readonly number: number }
  /** A run begins: start load processes, and connect their clients. */
  | { readonly do: 'connect'; readonly plans: readonly LoadPlan[] }
  /** The run began `agoMs` before this message arrives, and sending begins `leadMs` after that. */
  | { readonly do: 'run'; readonly agoMs: number; readonly leadMs: number }
  /** The run is over; another may follow. */
  | { readonly do: 'stop' }
  /** `why` is a sentence when the run could not be finished. */
  | { readonly do: 'end'; readonly why?: string };

export type GeneratorMessage =
  | { readonly is: 'ready' }
  | { readonly is: 'pong'; readonly number: number }
  | { readonly is: 'connected'; readonly result: ConnectResult }
  | { readonly is: LoadPhase }
  | { readonly is: 'progress'; readonly progress: LoadProgress }
  | { readonly is: 'results'; readonly results: readonly LoadResult[] }
  /** `isMistake`: a person can mend it. */
  | { readonly is: 'failed'; readonly why: string; readonly isMistake: boolean };
