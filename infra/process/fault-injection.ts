// Fault injection for tests: a test that started a process can make it die at a chosen place.

/** Places where a test can make the process die. */
export interface FaultInjection {
  /** Called when effects are stored and their outcomes are not published yet. */
  readonly afterCommit?: () => void;
}

/** A test sends this over the IPC channel to a process that it started. The process sends it back as confirmation. */
export const DIE_AFTER_COMMIT = 'die after the next commit';

/** Empty unless a parent process opened an IPC channel: no setting arms it, so no deployment can. */
export function faultInjection(): FaultInjection {
  if (!process.channel) return {};
  let isArmed = false;
  process.on('message', (message) => {
    if (message !== DIE_AFTER_COMMIT) return;
    isArmed = true;
    process.send?.(message);
  });
  process.channel.unref();
  return {
    afterCommit() {
      if (isArmed) process.kill(process.pid, 'SIGKILL');
    },
  };
}
