// The health check of the image, for the host and the port of an admin port: ends with 1 where its process does not answer.
const [, , host = '', port = ''] = process.argv;
const reachable = host === '' || host === '0.0.0.0' ? '127.0.0.1' : host.replace(/^::$/, '::1');
const urlHost = reachable.includes(':') ? `[${reachable}]` : reachable;
const { ok } = await fetch(`http://${urlHost}:${port}/livez`, { signal: AbortSignal.timeout(4000) });
process.exit(ok ? 0 : 1);
