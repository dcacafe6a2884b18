// The table of all operations.
import type { Endpoint } from '../endpoint.ts';
import type { ApiParts } from '../parts.ts';
import { controlEndpoints, viewEndpoints } from './instances.ts';
import { letterEndpoints } from './letters.ts';
import { auditEndpoints, mailEndpoints, noticeEndpoints } from './operations.ts';
import { pageEndpoints } from './page.ts';
import { groupEndpoints, userEndpoints } from './users.ts';

export function allEndpoints(parts: ApiParts): Endpoint[] {
  return [
    viewEndpoints,
    controlEndpoints,
    userEndpoints,
    groupEndpoints,
    letterEndpoints,
    noticeEndpoints,
    auditEndpoints,
    mailEndpoints,
    pageEndpoints,
  ].flatMap((make) => make(parts));
}
