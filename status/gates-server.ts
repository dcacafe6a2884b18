// GET /gates: where clients connect. The one page of status that clients may reach.
import { type HttpAnswer, type HttpHandler, jsonAnswer } from '../infra/ports/index.ts';
import { ArrivalSpread } from './arrival-spread.ts';
import { type Candidate, findCandidates, pickGates, TRANSPORTS, type Transport } from './gate-picker.ts';
import type { Members } from './members.ts';

/** The waits that clients must keep between their attempts, each one `factor` times as long, plus up to `jitter` of it. */
const BACK_OFF = { firstMs: 500, factor: 2, maxMs: 30_000, jitter: 0.5 };
const NO_GATES = { gates: [], connectAfterMs: 0, backOff: BACK_OFF };
const STARTING = 'this status is starting and has not heard all gates yet: ask again in a second, or ask another one';
const HEADERS = { 'Access-Control-Allow-Origin': '*' };
/** Reports come once a second, so what is known changes little within this time, and a flood costs little. */
const CACHE_MS = 100;

/** Without `hasOnceHeardAll` all members are known from the start. */
type KnownGates = Pick<Members, 'list'> & Partial<Pick<Members, 'hasOnceHeardAll'>>;

/** Answers GET /gates?transport=tcp, tls, ws or wss. `now` is in milliseconds and never falls. */
export function answerGates(members: KnownGates, now: () => number = () => performance.now()): HttpHandler {
  const findGates = new CandidateCache(members, now);
  const spread = new ArrivalSpread(now);
  return ({ method, path, query }) => {
    if (method !== 'GET') return answer(405, { error: 'only GET is served here' });
    if (path !== '/gates') return answer(404, { error: `not found: GET /gates?transport=${TRANSPORTS.join('|')} is here` });
    const transport = query.get('transport') ?? 'tcp';
    if (!isTransport(transport)) return answer(400, { error: `transport is one of ${TRANSPORTS.join(', ')}` });
    // The first gates that report would get all clients.
    if (members.hasOnceHeardAll === false) return answer(503, { error: STARTING, ...NO_GATES });
    const { candidates, statusCount } = findGates.read(transport);
    if (candidates.length > 0) {
      const connectAfterMs = spread.nextDelayMs(candidates.length / statusCount);
      return answer(200, { gates: pickGates(candidates), connectAfterMs, backOff: BACK_OFF });
    }
    return answer(503, { error: 'no gate takes clients now: ask again later', ...NO_GATES });
  };
}

interface Known {
  readonly candidates: readonly Candidate[];
  /** How many processes of status answer clients. */
  readonly statusCount: number;
}

class CandidateCache {
  readonly #members: Pick<Members, 'list'>;
  readonly #now: () => number;
  readonly #known = new Map<Transport, Known>();
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(members: Pick<Members, 'list'>, now: () => number) {
    this.#members = members;
    this.#now = now;
  }

  read(transport: Transport): Known {
    const nowMs = this.#now();
    if (nowMs - this.#readAtMs > CACHE_MS) {
      this.#known.clear();
      this.#readAtMs = nowMs;
    }
    const cached = this.#known.get(transport);
    if (cached) return cached;
    const reports = this.#members.list().map(({ report }) => report);
    const statusCount = Math.max(1, reports.filter(({ role }) => role === 'status').length);
    const known = { candidates: findCandidates(reports, transport), statusCount };
    this.#known.set(transport, known);
    return known;
  }
}

function answer(status: number, body: object): HttpAnswer {
  return jsonAnswer(status, body, HEADERS);
}

function isTransport(text: string): text is Transport {
  return TRANSPORTS.some((transport) => transport === text);
}
