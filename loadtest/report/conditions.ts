// The conditions of --fail-if: "deliveryP99>100,lost>0". A run that meets one has failed.
import { isMetric, readMetric } from './metrics.ts';

export interface FailCondition {
  /** As it was written. */
  readonly text: string;
  readonly metric: string;
  readonly operator: Operator;
  readonly limit: number;
}

/** A condition and what the run says about it. */
export interface CheckedCondition {
  readonly text: string;
  /** Null when the run did not measure it: that counts as met, so that a typing error never passes for a success. */
  readonly value: number | null;
  readonly met: boolean;
}

const OPERATORS = {
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '=': (value: number, limit: number) => value === limit,
  '!=': (value: number, limit: number) => value !== limit,
} as const;
type Operator = keyof typeof OPERATORS;

/** Parses a list of conditions. Adds a sentence to `mistakes` for each one that cannot be checked. */
export function parseConditions(text: string, mistakes: string[]): FailCondition[] {
  return text.split(',').flatMap((part) => {
    const [, metric = '', operator = '', limit = ''] = /^\s*([\w.]+)\s*(>=|<=|!=|>|<|=)\s*(\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    if (metric === '') mistakes.push(`--fail-if takes conditions like "deliveryP99>100,lost>0", not "${part.trim()}"`);
    else if (!isMetric(metric)) mistakes.push(`--fail-if: a result has no number "${metric}" (deliveryP99, lost, cpu.gate …)`);
    else return [{ text: part.trim(), metric, operator: operator as Operator, limit: Number(limit) }];
    return [];
  });
}

export function checkConditions(result: object, conditions: readonly FailCondition[]): CheckedCondition[] {
  return conditions.map(({ text, metric, operator, limit }) => {
    const value = readMetric(result, metric);
    return { text, value: value ?? null, met: value === undefined || OPERATORS[operator](value, limit) };
  });
}

/** One line for each condition that is met. */
export function describeMet(conditions: readonly CheckedCondition[]): string[] {
  return conditions
    .filter(({ met }) => met)
    .map(({ text, value }) => (value === null ? `${text}: not measured` : `${text}: it is ${value}`));
}
