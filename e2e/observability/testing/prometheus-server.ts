// Debian's Prometheus with the configuration of infra/deploy, on a free port.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '../../../tools/servers/child-processes.ts';
import { findCommand } from '../../../tools/servers/find-command.ts';

const DEPLOY = join(import.meta.dirname, '../../../infra/deploy/prometheus');
export const RULES = join(DEPLOY, 'alerts.yml');
export const PROMETHEUS = findCommand('prometheus');
if (!PROMETHEUS && process.env.REQUIRE_REAL === '1') throw new Error('prometheus is missing, and REQUIRE_REAL=1');

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface Alert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface PrometheusServer {
  /** What an expression gives now. Throws with the server's words where it is wrong. */
  query(expression: string): Promise<readonly Sample[]>;
  /** The alerts that fire. */
  firing(): Promise<readonly Alert[]>;
  stop(): Promise<void>;
}

/** `targetsUrl`: the page /targets of a status. `speedUp`: divides all times of the alert rules (`speedUpRules`). */
export async function startPrometheus(targetsUrl: string, speedUp = 1): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'im-prometheus-'));
  const config = readFileSync(join(DEPLOY, 'prometheus.yml'), 'utf8')
    .replace('http://127.0.0.1:9100/targets', targetsUrl)
    .replaceAll(/(scrape_interval|evaluation_interval|refresh_interval): 5s/g, '$1: 1s');
  writeFileSync(join(folder, 'prometheus.yml'), config);
  writeFileSync(join(folder, 'alerts.yml'), speedUpRules(readFileSync(RULES, 'utf8'), speedUp));
  const port = await freePort();
  const child = await startChild(
    PROMETHEUS ?? 'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const body = (await response.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  };
  return {
    query: async (expression) =>
      ((await get(`query?query=${encodeURIComponent(expression)}`)) as { result: readonly Sample[] }).result,
    async firing() {
      const { alerts } = (await get('alerts')) as {
        alerts: { state: string; labels: Record<string, string> & { alertname: string } }[];
      };
      return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => ({ name: labels.alertname, labels }));
    },
    async stop() {
      await child.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The same rules in less time: how long a fault lasts before an alert fires (`for: 2m`), and how far back an expression looks
 * (`[5m]`). At 10 and one scrape a second, the shortest window still holds six samples.
 */
function speedUpRules(rules: string, factor: number): string {
  const shorten = (time: string, unit: string): string => `${(Number(time) * (unit === 'm' ? 60_000 : 1000)) / factor}ms`;
  return rules
    .replaceAll(/(?<=\bfor: )(\d+)([sm])\b/g, (_, time: string, unit: string) => shorten(time, unit))
    .replaceAll(/(?<=\[)(\d+)([sm])(?=\])/g, (_, time: string, unit: string) => shorten(time, unit));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
