// The sections of the operator's page: each shows what a request to the API replies.
import type { AuditEntry, KeptMail, Letter, UserSession } from '../ports.ts';
import { html, type Markup } from './html.ts';
import type { PageLanguage, PageWords } from './words.ts';

export interface ViewContext {
  readonly words: PageWords;
  readonly language: PageLanguage;
  /** Where forms go: "/KEY/act". */
  readonly actPath: string;
}

interface ShownService {
  readonly service: string;
  readonly owned: number;
  readonly lag: number;
}
interface ShownMember {
  readonly instance: string;
  readonly state: string;
  readonly missing: readonly string[];
  readonly warning?: string;
  readonly version: string;
  readonly connections: number;
  readonly cpuPercent: number;
  readonly memoryMiB: number;
  readonly services: readonly ShownService[];
}
interface MembersReply {
  readonly isCurrent: boolean;
  readonly latency: { readonly ack?: { readonly p50Ms: number; readonly p99Ms: number } };
  readonly members: readonly ShownMember[];
}

export function showOverview(reply: MembersReply, context: ViewContext): Markup {
  const { words } = context;
  const { ack } = reply.latency;
  const rows = reply.members.map((member) => [
    member.instance,
    showState(member),
    member.version,
    member.connections,
    member.cpuPercent,
    member.memoryMiB,
    member.services.map(({ service, owned, lag }) => `${service} ${owned} (${lag})`).join(', '),
  ]);
  return html`${reply.isCurrent ? undefined : html`<p class="bad">${words.notCurrent}</p>`}
${table([words.instance, words.state, words.version, words.connections, words.cpu, words.memory, words.partitions], rows, words)}
${ack && html`<p>${words.latency}: p50 ${ack.p50Ms} ms, p99 ${ack.p99Ms} ms</p>`}`;
}

function showState({ state, missing, warning = '' }: ShownMember): Markup {
  const text = [state, ...missing, warning].filter(Boolean).join('; ');
  return state === 'ready' && text === state ? html`${text}` : html`<span class="bad">${text}</span>`;
}

export function showNotice({ words, actPath }: ViewContext): Markup {
  return html`<p>${words.noticeExplained}</p>
<form method="post" action="${actPath}">
<input type="hidden" name="do" value="notice">
<textarea name="text" rows="3" cols="50" maxlength="1000" aria-label="${words.notice}" required></textarea>
<button>${words.send}</button>
</form>`;
}

export function showLetters({ letters }: { readonly letters: readonly Letter[] }, context: ViewContext): Markup {
  const { words } = context;
  const rows = letters.map(({ number, at, state, service, cause }) => [
    number,
    time(at, context),
    `${service} ${state}`,
    cause,
    html`${act(context, words.replay, { do: 'replay', number })}${act(context, words.drop, { do: 'drop', number })}`,
  ]);
  return table([words.number, words.time, words.state, words.cause, ''], rows, words);
}

interface UserReply {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly disabled: boolean;
  readonly sessions: readonly UserSession[];
}

export function showUser(reply: UserReply | undefined, wanted: string, context: ViewContext, userPath: string): Markup {
  const { words } = context;
  const form = html`<form method="get" action="${userPath}">
<input name="account" value="${wanted}" maxlength="254" placeholder="${words.account}" aria-label="${words.account}" required>
<button>${words.find}</button>
</form>`;
  if (!reply) return form;
  const { userId, name, email, disabled, sessions } = reply;
  const rows = sessions.map(({ sessionId, deviceKind, deviceName, openedAt }) => [
    `${deviceName} ${deviceKind}`.trim(),
    time(openedAt, context),
    act(context, words.end, { do: 'end', account: userId, sessionId }),
  ]);
  const able = disabled
    ? act(context, words.enable, { do: 'enable', account: userId })
    : act(context, words.disable, { do: 'disable', account: userId });
  return html`${form}<h2>${name}</h2><p>${userId} ${email}</p>
${table([words.device, words.opened, ''], rows, words)}
${act(context, words.endAll, { do: 'end', account: userId })}${able}`;
}

export function showAudit({ entries }: { readonly entries: readonly AuditEntry[] }, context: ViewContext): Markup {
  const { words } = context;
  const rows = entries.map(({ at, actor, act: what, target, result }) => [time(at, context), actor, what, target, result]);
  return table([words.time, words.actor, words.act, words.target, words.result], rows, words);
}

export function showMails({ mails }: { readonly mails: readonly KeptMail[] }, context: ViewContext): Markup {
  const { words } = context;
  const articles = mails.map(
    ({ at, to, subject, text }) =>
      html`<article><h2>${subject}</h2><p>${words.to} ${to} · ${time(at, context)}</p><pre>${text}</pre></article>`,
  );
  return html`<p>${words.mailsExplained}</p>${articles.length > 0 ? articles : html`<p>${words.none}</p>`}`;
}

function table(heads: readonly string[], rows: readonly (readonly (string | number | Markup)[])[], words: PageWords): Markup {
  if (rows.length === 0) return html`<p>${words.none}</p>`;
  const head = heads.map((text) => html`<th>${text}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  return html`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A button that does something. */
function act({ actPath }: ViewContext, label: string, fields: Readonly<Record<string, string | number>>): Markup {
  const inputs = Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  return html`<form method="post" action="${actPath}">${inputs}<button>${label}</button></form>`;
}

function time(atMs: number, { language }: ViewContext): Markup {
  if (!Number.isFinite(atMs)) return html``;
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(atMs);
  return html`<time datetime="${new Date(atMs).toISOString()}">${shown}</time>`;
}
