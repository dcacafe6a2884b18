// The operator's page: the files that `npm run setup` has built from status/web. What it shows and does comes from the API.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
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

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;
type Coding = keyof typeof compressors;
/** The smaller one first. */
const CODINGS = Object.keys(compressors) as Coding[];
/** Pictures and fonts are compressed already. */
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg']);

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

/** What is sent with one Content-Encoding. */
interface Representation {
  readonly content: Buffer;
  readonly etag: string;
}

interface PageFile {
  readonly contentType: string;
  readonly plain: Representation;
  /** Those that are smaller than the file. */
  readonly compressed: Partial<Record<Coding, Representation>>;
}

/** Serves the page and its API: all files are read and compressed when one is first asked for, then kept in memory. */
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

function answerFile({ plain, compressed, contentType }: PageFile, name: string, { headers }: HttpRequest): HttpAnswer {
  const caching = name === 'index.html' ? 'no-cache' : ASSET_CACHING;
  const coding = CODINGS.find((one) => compressed[one] && accepts(headers['accept-encoding'], one));
  const { content, etag } = (coding && compressed[coding]) ?? plain;
  const own = { ...SECURITY_HEADERS, 'Cache-Control': caching, ETag: etag, Vary: 'Accept-Encoding' };
  if (isKept(headers['if-none-match'], etag)) return { status: 304, body: '', contentType, headers: own };
  return { status: 200, body: content, contentType, headers: { ...own, ...(coding && { 'Content-Encoding': coding }) } };
}

/** By the header Accept-Encoding: "gzip, br;q=0". */
function accepts(header = '', coding: Coding): boolean {
  const given = header.split(',').map((one) =>
    one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  const [, ...parameters] = given.find(([name]) => name === coding) ?? given.find(([name]) => name === '*') ?? ['', 'q=0'];
  return !parameters.some((one) => /^q=0(\.0*)?$/.test(one));
}

/** By the header If-None-Match: a list, in which a proxy may have made a tag weak. */
function isKept(header = '', etag: string): boolean {
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
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
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const extension = extname(path);
  const compressed: Partial<Record<Coding, Representation>> = {};
  for (const coding of COMPRESSIBLE.has(extension) ? CODINGS : []) {
    const smaller = await compressors[coding](content);
    if (smaller.length < content.length) compressed[coding] = { content: smaller, etag: `"${hash}.${coding}"` };
  }
  return { contentType: TYPES[extension] ?? 'application/octet-stream', plain: { content, etag: `"${hash}"` }, compressed };
}

function say(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return textAnswer(status, sentence, { ...SECURITY_HEADERS, ...headers });
}
