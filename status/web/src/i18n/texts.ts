// The type of all texts, which English defines and each other language fills.
import type { ENGLISH } from './english.ts';

type Fill<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer A) => string
      ? (...values: A) => string
      : Fill<T[K]>;
};

export type Texts = Fill<typeof ENGLISH>;
