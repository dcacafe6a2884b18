import { expect, test } from 'vitest';
import { parseConditions } from '../conditions.ts';
import { judge } from '../result.ts';
import { findSchemaErrors } from '../schema.ts';
import { reportFixture } from '../testing/result-fixture.ts';
import { renderPage } from './page.ts';

test('the page needs no other file and no network', () => {
  const page = renderPage(judge(reportFixture(), []));
  expect(page).not.toMatch(/\b(src|href|srcset|action)=|url\(|@import|https?:/);
  expect(page.match(/<svg /g)).toHaveLength(6);
  for (const title of ['Rate', 'Delivery', 'Acknowledgement', 'Processor', 'Memory', 'Lag'])
    expect(page).toContain(`<h3>${title} `);
  expect(page).toContain('killed logic at 3 s');
  expect(page).toContain('logic: its batch, with SQL');
});

test('a chart without a value is left out', () => {
  const timeline = { measuredFrom: 0, measuredTo: 1, points: [] };
  expect(renderPage(judge(reportFixture({ timeline, events: [], hops: [] }), []))).not.toContain('<svg ');
});

test('a second without deliveries interrupts the line of their latency', () => {
  const page = renderPage(judge(reportFixture(), []));
  const delivery = page.slice(page.indexOf('<h3>Delivery '), page.indexOf('<h3>Acknowledgement '));
  expect(delivery.match(/<path class="line c0" d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
});

test('texts of the target are no markup', () => {
  const page = renderPage(judge(reportFixture({ target: '<img src=x>"&' }), []));
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img src=x&gt;&quot;&amp;');
});

test('the verdict names what is broken and which conditions are met', () => {
  const lost = { ...reportFixture(), lost: 2, allSent: 800, acked: 10 };
  const result = judge(lost, parseConditions('deliveryP99>=0,kibPerConnection>100', []));
  expect(result).toMatchObject({ exitCode: 1, conditions: [{ met: true }, { met: false }] });
  const page = renderPage(result);
  expect(page).toContain('<strong>A promise was broken.</strong>');
  expect(page).toContain('<li>lost 2</li><li>deliveryP99&gt;=0: it is 0</li>');
});

test('a run that keeps every promise fails by its conditions alone', () => {
  const kept = { ...reportFixture(), allSent: 800, acked: 800 };
  expect(judge(kept, [])).toMatchObject({ exitCode: 0 });
  const failed = judge(kept, parseConditions('longestStallMs>1000', []));
  expect(failed).toMatchObject({ exitCode: 1 });
  expect(renderPage(failed)).toContain('The run meets a condition of --fail-if.');
  expect(judge({ ...kept, acked: 0 }, parseConditions('lost>0', []))).toMatchObject({ exitCode: 2 });
});

test('a result fits its schema', () => {
  expect(findSchemaErrors(JSON.parse(JSON.stringify(judge(reportFixture(), parseConditions('lost>0', [])))))).toEqual([]);
});
