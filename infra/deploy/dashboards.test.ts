// What holds for each panel and alert without a server. e2e/observability/ shows that their queries have data of a stack.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, 'grafana');
const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const ALERTS = readFileSync(join(import.meta.dirname, 'prometheus/alerts.yml'), 'utf8');
/** Their values do not become more with instances, partitions or users. */
const CLOSED_LABELS = 'alertname code kind publisher reader reason result role service step topic'.split(' ');
const UNITS = ['bytes', 'Bps', 'ops', 'percentunit', 'pps', 's', 'short'];

interface Panel {
  readonly title: string;
  readonly description?: string;
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
  readonly targets: readonly { readonly expr: string }[];
}

const dashboards = readdirSync(FOLDER).map((name) => {
  const { title, panels } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { title: string; panels: Panel[] };
  return { title, panels };
});

/** The metrics in an expression, under the names that the guide uses. */
function metricsIn(expression: string): string[] {
  return [...expression.matchAll(/\bim_\w+/g)].map(([name]) => name.replace(/(?<=_seconds|_commands)_(bucket|sum|count)$/, ''));
}

describe.each(dashboards)('$title', ({ panels }) => {
  test.each(panels)('the panel "$title" has a unit, and says what it shows and what to do', ({ fieldConfig, description }) => {
    expect(UNITS).toContain(fieldConfig.defaults.unit);
    expect(description?.length).toBeGreaterThan(60);
  });

  test.each(panels)('the panel "$title" draws at most twenty lines for what grows with the deployment', ({ targets }) => {
    for (const { expr } of targets) {
      if (expr.startsWith('topk(20, ')) continue;
      expect(expr).toMatch(/^(1 - )?(sum|max|min|histogram_quantile)\b/);
      const labels = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
      expect([...CLOSED_LABELS, 'le']).toEqual(expect.arrayContaining(labels));
    }
  });

  test('the guide explains every metric', () => {
    for (const { targets } of panels)
      for (const metric of targets.flatMap(({ expr }) => metricsIn(expr))) expect(GUIDE).toContain(`\`${metric}`);
  });
});

test('the guide names every alert, and each alert says what is wrong and what to do', () => {
  const alerts = ALERTS.split('- alert: ').slice(1);
  for (const alert of alerts) {
    expect(GUIDE).toContain(`\`${alert.split('\n')[0]}\``);
    expect(alert).toMatch(/severity: (critical|warning)/);
    expect(alert).toMatch(/summary: ".{15,}"\n +description: ".{15,}"/);
    for (const metric of metricsIn(alert)) expect(GUIDE).toContain(`\`${metric}`);
  }
});
