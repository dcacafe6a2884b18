// The interface of a started server, native or in a container.

export type ServerKind = 'kafka' | 'mysql' | 'redis';

/** A running server with its own data. After a restart it has the same address and everything that it had stored durably. */
export interface RestartableServer {
  /** host:port for Kafka, a URL for the others. */
  readonly address: string;
  /** Of the latest process; undefined in a container and for a server named by the environment. */
  readonly pid: number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again after it has ended; resolves when it serves. Rejects with ProcessStartError. */
  start(): Promise<void>;
  /**
   * Resolves after the end of the latest process, with "exit code 0" or "SIGKILL"; never for a server named by the environment.
   */
  waitForExit(): Promise<string>;
  /** Ends it for ever and deletes its data. */
  stop(): Promise<void>;
}

/** The process of one start. */
export interface LaunchedProcess {
  readonly pid?: number | undefined;
  readonly exited: Promise<string>;
  kill(): Promise<void>;
}

/**
 * A server that `launch` starts. `launch` resolves when the server serves, and may stop trying when the signal is aborted. `stop`
 * kills the server and keeps none of its data.
 */
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
      // A start in progress is aborted, and its process killed too.
      stopping.abort();
      await launching?.catch(() => undefined);
      await kill();
    },
  };
}
