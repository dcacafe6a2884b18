// The operator's page: the files that `npm run setup` has built from status/web. What it shows and does comes from the API.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type HttpAnswer, type HttpHandler, type HttpRequest, textAnswer } from '../../infra/ports/index.ts';
import { CHALLENGE } from '../api/identity.ts';

/** Where tools/build-page.js puts them. */
export const PAGE_FOLDER = join(import.meta.dirname, '../../.cache/operator-page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
/** The name of a file in assets/ holds the hash of its content. */
const ASSET_CACHING = 'max-age=31536000, immutable';

/** Code, styles and requests of this server alone; no frames. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
};
const NOT_BUILT =
  "The operator's page is not built: run `npm run setup`, then load it again. 管理页面尚未构建：请运行 `npm run setup`，然后重新加载。";
const UNKNOWN = 'There is no such page. 没有这个页面。';
const ASK = 'The password is a token of IM_ADMIN_TOKENS. 密码是 IM_ADMIN_TOKENS 中的一个令牌。';

export interface PageFileOptions {
  /** Everything is below it: "/page", or "" for the root. */
  readonly base: string;
  /** PAGE_FOLDER without it. */
  readonly folder?: string;
  /** The API, which the page finds below itself: "/page/api/members". */
  readonly api: HttpHandler;
  /** True for a request of somebody who may use the API. */
  isKnown(request: HttpRequest): boolean;
}

interface PageFile {
  readonly content: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

/** Serves the page and its API: a file is read when it is first asked for, then kept in memory. */
export function answerPageFiles({ base, folder = PAGE_FOLDER, api, isKnown }: PageFileOptions): HttpHandler {
  let files: Promise<ReadonlyMap<string, PageFile>> | undefined;
  return async (request) => {
    if (request.path.startsWith(`${base}/api/`)) return api({ ...request, path: request.path.slice(base.length) });
    if (!isKnown(request)) return say(401, ASK, { 'WWW-Authenticate': CHALLENGE });
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'GET', { Allow: 'GET, HEAD' });
    // The page names its files relative to itself.
    if (request.path === base && base !== '') return say(308, '', { Location: `${base}/` });
    const name = request.path === `${base}/` ? 'index.html' : request.path.slice(base.length + 1);
    // What has failed, as at the limit of open files, is tried again.
    files ??= readFiles(folder).catch((error: unknown) => {
      files = undefined;
      throw error;
    });
    const found = request.path.startsWith(`${base}/`) ? (await files).get(name) : undefined;
    if (found) return answerFile(found, name, request);
    const isBuilt = (await files).size > 0;
    if (!isBuilt) files = undefined;
    return isBuilt ? say(404, UNKNOWN) : say(503, NOT_BUILT);
  };
}

function answerFile({ content, contentType, etag }: PageFile, name: string, { headers }: HttpRequest): HttpAnswer {
  const caching = name === 'index.html' ? 'no-cache' : ASSET_CACHING;
  const own = { ...SECURITY_HEADERS, 'Cache-Control': caching, ETag: etag };
  if (headers['if-none-match'] === etag) return { status: 304, body: '', contentType, headers: own };
  return { status: 200, body: content, contentType, headers: own };
}

/** Path below the base → file. Empty where the page is not built. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  try {
    const assets = await readdir(join(folder, 'assets'));
    const names = ['index.html', ...assets.map((name) => `assets/${name}`)];
    return new Map(await Promise.all(names.map(async (name) => [name, await readPageFile(join(folder, name))] as const)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}

async function readPageFile(path: string): Promise<PageFile> {
  const content = await readFile(path);
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { content, contentType: TYPES[extname(path)] ?? 'application/octet-stream', etag };
}

function say(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return textAnswer(status, sentence, { ...SECURITY_HEADERS, ...headers });
}
