// Rule 6: no code or document uses a word that the glossary replaces, and each exported type name has one declaration.
import { isTestCode, type Source, type SyntaxNode, walk } from './source.ts';

/** Identifiers that say nothing to an engineer of the field → what to write instead. Compared with the whole identifier. */
const WHOLE: Readonly<Record<string, string>> = {
  told: 'a service command, a domain event, a push or a notification',
  tell: 'enqueue, emit, push or notify',
  toldOf: 'a service command',
  happened: 'DomainEvent, emit',
  stored: 'tx, Store',
  routesOf: 'rpcsByNumber',
  stepsOf: 'handlersByNumber',
  spoiled: 'RerunWithout',
  standing: 'MessagingPolicy',
  talk: 'direct conversation, participants',
  talks: 'direct conversations',
  comes: 'open a visibility window',
  goes: 'close a visibility window',
  tries: 'attempts, throttle',
  pace: 'rate, schedule',
  openings: 'open-session',
  hold: 'PauseReason',
  gather: 'batch loader',
  waker: 'signal',
  sticky: 'partition assignment',
  world: 'fixture',
  house: 'harness',
  works: 'harness',
  mirror: 'client state',
  face: 'Api',
  strand: 'ConversationStream',
  patience: 'gapTimer',
  seat: 'ChatContext, participant',
  seats: 'participants',
  places: 'recipients',
  somebody: 'withUser',
  course: 'schedule',
  rooms: 'conversations',
  views: 'timeline',
  silenced: 'muted',
  deaf: 'no-heartbeat',
  settling: 'warm-up',
  countable: 'lastOrdinal',
  hangup: 'disconnect',
  hangups: 'disconnects',
};

/** Words that no identifier and no file name contains, in camelCase or kebab-case. */
const ANYWHERE: Readonly<Record<string, string>> = {
  'may be heard': 'acceptsFrom',
  'refusal to write': 'whyCannotMessage',
  'tell group': 'postSystemMessage',
  'tell of group': 'postSystemMessage',
  'let in': 'addMembers',
  'let go': 'removeMember',
  'hand on': 'transferOwnership, deliver',
  'in force': 'active, valid',
  'put down': 'fill',
  'under way': 'inFlight',
  'own password': 're-authentication',
  'proved address': 'verified email',
  'address key': 'emailKey',
  'tries per': 'attemptsPerIp, attemptsPerCode',
  'change address': 'changeEmail',
  'by address': 'byEmail, findableByEmail',
  'tell friends': 'notifyFriends',
  'tell owner': 'notifyOwner',
  'forget user': 'eraseUser',
  'hang up': 'disconnect',
  'shown name': 'displayName',
  'shown names': 'displayNames',
  'asks me': 'incomingRequest',
  'asked at': 'requestedAt',
  'made at': 'createdAt',
  'gone seq': 'deletedSeq',
  'gone ordinal': 'deletedOrdinal',
  'client address': 'clientIp',
  'share out': 'partition assignment',
  'sent away': 'removed',
  'given up': 'abandoned',
  acquaintances: 'social-graph reader',
  comforted: 'lastKeepaliveAt',
  crowded: 'congested',
  surroundings: 'dependencies',
  tidings: 'notifications',
  furnish: 'setup',
  bury: 'deadLetter',
};

/** Phrases of a private dialect, in comments, strings and documents → plain English. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(he|him|his|himself)\b/i, 'they, them, their'],
  [/\bwho(so)?ever\b/i, 'name the subject'],
  [/\bstands? still\b/i, 'pause, paused'],
  [/\bsent away\b/i, 'removed, refused'],
  [/\bgiven up\b/i, 'abandoned'],
  [/\bbelieved\b/i, 'valid, trusted'],
  [/\bunder way\b/i, 'in flight, in progress'],
  [/\bin force\b/i, 'active, valid'],
];

const NAMES: readonly string[] = ['Identifier', 'PrivateIdentifier', 'JSXIdentifier'];

/** Identifiers and file names with a replaced word. */
export function findReplacedNames(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const problems = new Set<string>();
    const fileName = source.path.slice(source.path.lastIndexOf('/') + 1).replace(/(\.test)?\.tsx?$/, '');
    for (const problem of problemsOfName(fileName)) problems.add(`${source.path}: the file name has ${problem}`);
    walk(source.program, (node) => {
      if (!NAMES.includes(node.type)) return;
      const { name } = node as SyntaxNode & { name: string };
      for (const problem of problemsOfName(name))
        problems.add(`${source.path}:${source.lineAt(node.start)} ${name} has ${problem}`);
    });
    return [...problems];
  });
}

function problemsOfName(name: string): string[] {
  const whole = Object.hasOwn(WHOLE, name) ? WHOLE[name] : undefined;
  if (whole) return [`"${name}": write ${whole}`];
  const words = ` ${name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()} `;
  return Object.entries(ANYWHERE).flatMap(([old, now]) => (words.includes(` ${old} `) ? [`"${old}": write ${now}`] : []));
}

/** Comments and strings with a phrase of the dialect. */
export function findReplacedPhrases(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const texts = source.comments.map(({ value, start }) => ({ value, start }));
    walk(source.program, (node) => {
      if (node.type === 'Literal' && typeof node.value === 'string') texts.push({ value: node.value, start: node.start });
      if (node.type === 'JSXText') texts.push({ value: node.value as string, start: node.start });
      if (node.type === 'TemplateElement') texts.push({ value: (node.value as { raw: string }).raw, start: node.start });
    });
    return texts.flatMap(({ value, start }) =>
      problemsOfText(value).map((problem) => `${source.path}:${source.lineAt(start)} ${problem}`),
    );
  });
}

/** Lines of a document with a phrase of the dialect. */
export function findReplacedProse(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => problemsOfText(line).map((problem) => `${path}:${index + 1} ${problem}`));
}

function problemsOfText(text: string): string[] {
  return PHRASES.flatMap(([phrase, now]) => {
    const found = phrase.exec(text);
    return found ? [`says "${found[0]}": write ${now}`] : [];
  });
}

/** Names of exported interfaces, classes and type aliases that several product files declare. */
export function findDuplicateTypes(sources: readonly Source[]): string[] {
  const places = new Map<string, string[]>();
  for (const { path, program } of sources) {
    if (isTestCode(path)) continue;
    for (const statement of program.body as SyntaxNode[]) {
      const declaration = statement.type === 'ExportNamedDeclaration' ? (statement.declaration as SyntaxNode | null) : null;
      if (!declaration || !/^(TSInterface|Class|TSTypeAlias)Declaration$/.test(declaration.type)) continue;
      const { name } = declaration.id as { name: string };
      places.set(name, [...(places.get(name) ?? []), path]);
    }
  }
  return [...places]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name} is declared in ${paths.join(' and ')}`);
}
