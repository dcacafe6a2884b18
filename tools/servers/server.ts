// What a started server is, whether it runs natively or in a container.

export type ServerKind = 'kafka' | 'mysql' | 'redis';

/** A running server with its own data. Its address stays the same when it is killed and started again, and so does what it had stored durably. */
export interface RestartableServer {
  /** host:port for Kafka, a URL for the others. */
  readonly address: string;
  /** Of the process that was started last; undefined in a container, and where somebody else runs it. */
  readonly pid: number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Once it has ended: resolves when it serves again. Rejects with NotStarted. */
  start(): Promise<void>;
  /** Resolves, once what was started last has ended, with "exit code 0" or "SIGKILL"; never where somebody else runs it. */
  waitForExit(): Promise<string>;
  /** Ends it for good; its data is thrown away. */
  stop(): Promise<void>;
}

/** What runs after a start. */
export interface LaunchedProcess {
  readonly pid?: number | undefined;
  readonly exited: Promise<string>;
  kill(): Promise<void>;
}

/** A server that is run by `launch`, which resolves when it serves, and may give up when the signal is aborted. There is no orderly end: nothing of its data is kept. */
export async function restartableServer(
  address: string,
  launch: (signal: AbortSignal) => Promise<LaunchedProcess>,
): Promise<RestartableServer> {
  const stopping = new AbortController();
  let last = await launch(stopping.signal);
  let isRunning = true;
  let launching: Promise<void> | undefined;

  function watch(launched: LaunchedProcess): void {
    last = launched;
    isRunning = true;
    void launched.exited.then(() => {
      if (last === launched) isRunning = false;
    });
  }
  const kill = async (): Promise<void> => {
    if (isRunning) await last.kill();
    isRunning = false;
  };
  watch(last);
  return {
    address,
    get pid() {
      return last.pid;
    },
    kill,
    async start() {
      if (isRunning) return;
      launching ??= launch(stopping.signal)
        .then(watch)
        .finally(() => {
          launching = undefined;
        });
      await launching;
    },
    waitForExit: () => last.exited,
    async stop() {
      // One that is just being started must not be missed, nor waited for.
      stopping.abort();
      await launching?.catch(() => undefined);
      await kill();
    },
  };
}
