// What whoever starts everything in one process sees first.
import type { EmbeddedServer } from './main.ts';

/** Where the chat looks when it is not told otherwise. */
const USUAL_GATE = 'tcp://127.0.0.1:7000';

/** Where to connect, where things are, and how to begin. */
export function welcomeText(dataFolder: string, { tcp, ws, http }: Omit<EmbeddedServer, 'stop'>): string {
  // A gate that takes connections from everywhere is reached from here as well.
  const gate = tcp.replace('//0.0.0.0:', '//127.0.0.1:');
  const where = gate === USUAL_GATE ? '' : ` --gate ${gate}`;
  const places = [
    [tcp, 'raw TCP'],
    [ws, 'WebSocket'],
    [`${http}/mails`, 'the mails it would send'],
    [dataFolder, 'messages and accounts; they are there again at the next start'],
  ] as const;
  const width = Math.max(...places.map(([place]) => place.length));
  return `
  The chat back end is running, everything in this one process.

${places.map(([place, what]) => `    ${place.padEnd(width)}   ${what}`).join('\n')}

  Talk from two other terminals:

    npm run chat -- --as alice${where}
    npm run chat -- --as bob${where}

  Ctrl-C stops it.

`;
}
