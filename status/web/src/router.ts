// Which view the address names: `#/users?account=alice`, `#/members/gate/gate-0`. The part behind # needs no server.
import { useEffect, useState } from 'preact/hooks';

export const VIEW_NAMES = [
  'overview',
  'members',
  'lag',
  'letters',
  'users',
  'groups',
  'notices',
  'audit',
  'doctor',
  'mails',
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export interface PageAddress {
  /** Undefined for an address that names no view. */
  readonly view: ViewName | undefined;
  /** What follows the view: `#/members/gate/gate-0` has two. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export function parseHash(hash: string): PageAddress {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name = '', ...rest] = path.split('/').map(decodeSegment);
  const view = name === '' ? 'overview' : VIEW_NAMES.find((one) => one === name);
  return { view, path: rest.filter((segment) => segment !== ''), query: new URLSearchParams(query) };
}

export function formatHash(view: ViewName, path: readonly string[] = [], query: Readonly<Record<string, string>> = {}): string {
  const segments = [view === 'overview' ? '' : view, ...path.map(encodeURIComponent)];
  const search = new URLSearchParams(query).toString();
  return `#/${segments.join('/')}${search === '' ? '' : `?${search}`}`;
}

/** The address, as it is now and after each change. */
export function usePageAddress(): PageAddress {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const update = (): void => setHash(location.hash);
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return parseHash(hash);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
