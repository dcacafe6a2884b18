// GET /gates: where clients connect. The one page of status that clients may reach.
import { type HttpAnswer, type HttpHandler, jsonAnswer } from '../infra/ports/index.ts';
import { pickGates, type Transport } from './gate-picker.ts';
import type { Members } from './members.ts';

/** The waits that clients must keep between their attempts, each one `factor` times as long, plus up to `jitter` of it. */
const BACK_OFF = { firstMs: 500, factor: 2, maxMs: 30_000, jitter: 0.5 };
const HEADERS = { 'Access-Control-Allow-Origin': '*' };

/** Answers GET /gates?transport=tcp or ws. */
export function answerGates(members: Pick<Members, 'list'>): HttpHandler {
  return ({ method, path, query }) => {
    if (method !== 'GET') return answer(405, { error: 'only GET is served here' });
    if (path !== '/gates') return answer(404, { error: 'not found: GET /gates?transport=tcp or ws' });
    const transport = query.get('transport') ?? 'tcp';
    if (!isTransport(transport)) return answer(400, { error: 'transport is tcp or ws' });
    const gates = pickGates(
      members.list().map(({ report }) => report),
      transport,
    );
    if (gates.length > 0) return answer(200, { gates, backOff: BACK_OFF });
    return answer(503, { error: 'no gate takes clients now: ask again later', gates, backOff: BACK_OFF });
  };
}

function answer(status: number, body: object): HttpAnswer {
  return jsonAnswer(status, body, HEADERS);
}

function isTransport(text: string): text is Transport {
  return text === 'tcp' || text === 'ws';
}
