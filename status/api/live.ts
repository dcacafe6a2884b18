// The members and the history as server-sent events: each event is written once, for all who watch.
import type { HttpStream } from '../../infra/ports/index.ts';
import type { History } from '../history.ts';
import { describeMember, describeMembers } from '../member-list.ts';
import type { Members } from '../members.ts';

/** Each holds a connection of the admin port, which has 100, and up to a megabyte that its client has not taken. */
const MAX_STREAMS = 20;

export interface LiveParts {
  readonly members: Pick<Members, 'list' | 'isHearing' | 'dropped' | 'onChange'>;
  /** Without it there are no samples. */
  readonly history?: Pick<History, 'onSample'>;
}

/**
 * Events: `snapshot` with what GET /api/members shows, at the start and with each sample; `sample` with one of
 * GET /api/history, every five seconds; `joined`, `restarted`, `changed` and `gone` with one member.
 */
export class LiveStreams {
  readonly #parts: LiveParts;
  readonly #watchers = new Set<(text: string) => void>();
  /** Those that have not begun yet count as well. */
  #open = 0;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    parts.members.onChange((change, member) => this.#send(() => formatEvent(change, describeMember(member))));
    // Loads change all the time: they come with the samples.
    parts.history?.onSample((sample) => this.#send(() => formatEvent('sample', sample) + this.#snapshot()));
  }

  /** Undefined where too many are open. Otherwise the stream counts until it is closed: it must be begun. */
  open(): HttpStream | undefined {
    if (this.#open >= MAX_STREAMS) return undefined;
    this.#open++;
    return (send, closed) => {
      const stop = (): void => {
        this.#open--;
        this.#watchers.delete(send);
      };
      if (closed.aborted) return stop();
      closed.addEventListener('abort', stop, { once: true });
      this.#watchers.add(send);
      send(this.#snapshot());
    };
  }

  #snapshot(): string {
    return formatEvent('snapshot', describeMembers(this.#parts.members));
  }

  #send(format: () => string): void {
    if (this.#watchers.size === 0) return;
    const text = format();
    for (const send of this.#watchers) send(text);
  }
}

function formatEvent(event: string, value: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}
