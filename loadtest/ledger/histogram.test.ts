import { expect, test } from 'vitest';
import { Histogram } from './histogram.ts';

test('a quantile is at most 0.8 % above the exact one, and never below it', () => {
  const histogram = new Histogram();
  const samples = Array.from({ length: 20_000 }, (_, i) => 0.004 * 1.0007 ** i);
  for (const sample of samples) histogram.record(sample);
  for (const share of [0.01, 0.5, 0.9, 0.99, 0.999]) {
    const exact = samples[Math.ceil(samples.length * share) - 1] ?? 0;
    expect(histogram.quantile(share)).toBeGreaterThanOrEqual(exact);
    expect(histogram.quantile(share)).toBeLessThanOrEqual(exact * 1.008 + 0.001);
  }
});

test('the maximum is exact and no quantile is above it', () => {
  const histogram = new Histogram();
  histogram.record(3.21);
  expect(histogram.quantiles()).toEqual({ p50: 3.21, p90: 3.21, p99: 3.21, max: 3.21 });
});

test('merged histograms have the quantiles of one histogram over all samples', () => {
  const [all, odd, even] = [new Histogram(), new Histogram(), new Histogram()];
  for (let i = 0; i < 1000; i++) {
    all.record(i);
    (i % 2 ? odd : even).record(i);
  }
  odd.merge(even);
  expect(odd.quantiles()).toEqual(all.quantiles());
  expect(odd.samples).toBe(1000);
});

test('without samples all quantiles are 0', () => {
  expect(new Histogram().quantiles()).toEqual({ p50: 0, p90: 0, p99: 0, max: 0 });
});

test('a sparse histogram has the same samples, and a cleared one has none', () => {
  const [histogram, copy] = [new Histogram(), new Histogram()];
  for (let i = 0; i < 500; i++) histogram.record(i * i);
  const sparse = histogram.toSparse();
  expect(sparse.buckets.length).toBeLessThanOrEqual(500);
  copy.mergeSparse(sparse);
  expect(copy.quantiles()).toEqual(histogram.quantiles());
  histogram.clear();
  expect(histogram.quantiles()).toEqual(new Histogram().quantiles());
  copy.mergeSparse(histogram.toSparse());
  expect(copy.samples).toBe(500);
});
