// The first text that the operator of the embedded server sees.
import type { GateUrls } from '../gate/start.ts';

/** Where the chat connects without --gate. */
const DEFAULT_GATE = 'tcp://127.0.0.1:7000';

export interface EmbeddedUrls extends GateUrls {
  /** "http://127.0.0.1:7002/KEY/": the page for the operator, on this machine only. */
  readonly http: string;
}

/** Where to connect, where the data is, and which commands to try first. */
export function welcomeText(dataFolder: string, { tcp, ws, http }: EmbeddedUrls): string {
  // A gate that listens on all addresses is reached at 127.0.0.1 as well.
  const gate = tcp.replace('//0.0.0.0:', '//127.0.0.1:');
  const where = gate === DEFAULT_GATE ? '' : ` --gate ${gate}`;
  const locations = [
    [tcp, 'raw TCP'],
    [ws, 'WebSocket'],
    [http, 'in a browser: what runs, and the mails it would send'],
    [dataFolder, 'messages and accounts; kept for the next start'],
  ] as const;
  const width = Math.max(...locations.map(([location]) => location.length));
  return `
  The chat back end is running, everything in this one process.

${locations.map(([location, what]) => `    ${location.padEnd(width)}   ${what}`).join('\n')}

  Talk from two other terminals:

    npm run chat -- --as alice${where}
    npm run chat -- --as bob${where}

  Ctrl-C stops it.

`;
}
