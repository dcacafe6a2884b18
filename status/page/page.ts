// The operator's page: views of what the API replies, and forms that act through it. It runs no script.
import { type HttpAnswer, type HttpHandler, type HttpRequest, textAnswer } from '../../infra/ports/index.ts';
import { CHALLENGE } from '../api/identity.ts';
import { html, type Markup, PAGE_HEADERS, renderDocument } from './html.ts';
import { showAudit, showLetters, showMails, showNotice, showOverview, showUser, type ViewContext } from './sections.ts';
import { languageOf, PAGE_WORDS } from './words.ts';

const REFRESH_SECONDS = 5;
const VIEWS = ['overview', 'letters', 'user', 'notice', 'audit', 'mails'] as const;
type View = (typeof VIEWS)[number];

export interface PageOptions {
  /** Everything is below it: "/KEY" or "/page". */
  readonly base: string;
  /** The API. */
  readonly api: HttpHandler;
  /** True for a request of somebody who may use the API. */
  isKnown(request: HttpRequest): boolean;
  readonly hasMails: boolean;
}

export function answerPage(options: PageOptions): HttpHandler {
  return async (request) => {
    if (!options.isKnown(request))
      return textAnswer(401, 'The password is a token of IM_ADMIN_TOKENS.', { 'WWW-Authenticate': CHALLENGE });
    const ask: Ask = async (method, path, body) => {
      const sent = Buffer.from(body ? JSON.stringify(body) : '');
      const own = { ...request.headers, 'content-type': 'application/json' };
      const answer = await options.api({ ...request, method, path, query: new URLSearchParams(), headers: own, body: sent });
      return { status: answer.status, reply: JSON.parse(String(answer.body)) as Reply };
    };
    const name = request.path.slice(options.base.length).replace(/^\//, '') || 'overview';
    if (name === 'act' && request.method === 'POST') return act(options, request, ask);
    const view = VIEWS.find((one) => one === name && (one !== 'mails' || options.hasMails));
    if (!view) return textAnswer(404, 'There is no such page. 没有这个页面。', PAGE_HEADERS);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return textAnswer(405, 'GET', { ...PAGE_HEADERS, Allow: 'GET, HEAD' });
    return show(options, request, view, ask);
  };
}

type Reply = { readonly error?: { readonly message: string } } & Readonly<Record<string, never>>;
type Ask = (method: string, path: string, body?: object) => Promise<{ status: number; reply: Reply }>;

async function show(options: PageOptions, request: HttpRequest, view: View, ask: Ask): Promise<HttpAnswer> {
  const language = languageOf(request.headers['accept-language']);
  const words = PAGE_WORDS[language];
  const context = { words, language, actPath: `${options.base}/act` };
  const shown = VIEWS.filter((one) => one !== 'mails' || options.hasMails);
  const links = shown.map((one) => html`<a href="${options.base}/${one}">${words[one]}</a>`);
  const content = await renderView(view, request, context, ask);
  // What somebody is writing must not be lost.
  const refresh = view === 'user' || view === 'notice' ? undefined : REFRESH_SECONDS;
  const body = renderDocument(
    language,
    `${words[view]} · ${words.title}`,
    refresh,
    html`<nav>${links}</nav><h1>${words[view]}</h1>${content}`,
  );
  return { status: 200, body, contentType: 'text/html; charset=utf-8', headers: PAGE_HEADERS };
}

async function renderView(view: View, { query, path }: HttpRequest, context: ViewContext, ask: Ask): Promise<Markup> {
  const account = query.get('account') ?? '';
  if (view === 'notice') return showNotice(context);
  if (view === 'user' && account === '') return showUser(undefined, '', context, path);
  const paths = {
    overview: '/api/members',
    letters: '/api/dead-letters',
    user: `/api/users/${encodeURIComponent(account.toWellFormed())}`,
    audit: '/api/audit',
    mails: '/api/mails',
  } as const;
  const { status, reply } = await ask('GET', paths[view]);
  if (status !== 200) {
    const form = view === 'user' ? showUser(undefined, account, context, path) : undefined;
    return html`${form}<p class="bad">${reply.error?.message ?? status}</p>`;
  }
  if (view === 'overview') return showOverview(reply as never, context);
  if (view === 'letters') return showLetters(reply as never, context);
  if (view === 'user') return showUser(reply as never, account, context, path);
  return view === 'audit' ? showAudit(reply as never, context) : showMails(reply as never, context);
}

/** Does what a form asks for, then leads back to its view; a refusal is shown instead. */
async function act({ base }: PageOptions, { headers, body }: HttpRequest, ask: Ask): Promise<HttpAnswer> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return textAnswer(415, 'send a form', PAGE_HEADERS);
  const form = new URLSearchParams(body.toString());
  const field = (name: string): string => (form.get(name) ?? '').toWellFormed();
  const user = `/api/users/${encodeURIComponent(field('account'))}`;
  const letter = `/api/dead-letters/${encodeURIComponent(field('number'))}`;
  const sessionId = field('sessionId');
  const acts: Readonly<Record<string, readonly [back: string, path: string, body?: object]>> = {
    notice: ['notice', '/api/notices', { text: field('text').replaceAll('\r\n', '\n') }],
    replay: ['letters', `${letter}/replay`],
    drop: ['letters', `${letter}/drop`],
    end: ['user', `${user}/end-sessions`, sessionId === '' ? {} : { sessionId }],
    disable: ['user', `${user}/disable`],
    enable: ['user', `${user}/enable`],
  };
  const wanted = field('do');
  const found = Object.hasOwn(acts, wanted) ? acts[wanted] : undefined;
  if (!found) return textAnswer(400, 'there is no such act', PAGE_HEADERS);
  const [back, path, content] = found;
  const { status, reply } = await ask('POST', path, content);
  if (status !== 200) return textAnswer(status, reply.error?.message ?? String(status), PAGE_HEADERS);
  const query = back === 'user' ? `?account=${encodeURIComponent(field('account'))}` : '';
  return textAnswer(303, '', { ...PAGE_HEADERS, Location: `${base}/${back}${query}` });
}
