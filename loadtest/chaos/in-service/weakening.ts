// What `--without` takes out of the services, to prove that a run notices. Nothing of it is in the product: a module's source
// is changed while a service loads it.

export const PROTECTIONS = ['dedupe', 'fence', 'replay'] as const;
export type Protection = (typeof PROTECTIONS)[number];

export interface SourceChange {
  /** The end of its path. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const CHANGES: Readonly<Record<Protection, readonly SourceChange[]>> = {
  // A pack that Kafka holds twice runs twice, and a message that is sent twice is stored twice.
  dedupe: [
    { file: '/infra/service/partition-queue.ts', from: 'if (record.packNumber <= last) continue;', to: '' },
    {
      file: '/logic/store/messages/messages.ts',
      from: 'if (known) this.#batch.returned.add(known);\n    return known;',
      to: 'return undefined;',
    },
  ],
  // An instance that has lost a partition still stores its batch.
  fence: [{ file: '/infra/sql/positions.ts', from: 'if (moved.length > 0) throw new PositionMoved(moved);', to: '' }],
  // Outcomes that the previous instance had not published stay unpublished.
  replay: [
    {
      file: '/infra/service/replay.ts',
      from: 'const outcomes = found.filter((outcome) => outcome !== undefined);',
      to: 'const outcomes: im.Outcome.$Properties[] = [];',
    },
  ],
};

/** What the store must not do either. */
export const STATEMENTS: Readonly<Record<Protection, readonly string[]>> = {
  dedupe: [
    'ALTER TABLE messages DROP INDEX by_client_id, ADD INDEX by_client_id (conversation_id, sender_id, client_message_id)',
  ],
  fence: [],
  replay: [],
};

/** Throws when the source has no such place any more: then a service would run with all its protections. */
export function weaken(source: string, { file, from, to }: SourceChange): string {
  if (source.split(from).length !== 2) throw new Error(`${file} does not have once: ${from}`);
  return source.replace(from, () => to);
}
