// What a started server is, whether it runs natively or in a container.

export type ServerKind = 'kafka' | 'mysql' | 'redis';

/** A running server with its own data. Its address stays the same when it is killed and started again, and so does what it had stored durably. */
export interface Server {
  /** host:port for Kafka, a URL for the others. */
  readonly address: string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** After `kill`: resolves when it serves again. */
  start(): Promise<void>;
  /** Ends it for good; its data is thrown away. */
  stop(): Promise<void>;
}

/** A server that is run by `launch`, which resolves when it serves. There is no orderly end: nothing of its data is kept. */
export async function serverOf(address: string, launch: () => Promise<{ kill(): Promise<void> }>): Promise<Server> {
  let running: { kill(): Promise<void> } | undefined = await launch();
  const kill = async (): Promise<void> => {
    const was = running;
    running = undefined;
    await was?.kill();
  };
  return {
    address,
    kill,
    stop: kill,
    async start() {
      running ??= await launch();
    },
  };
}
