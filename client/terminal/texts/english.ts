// The texts of the chat in English.

import type { ChatTexts } from './chat-texts.ts';
import { LOGIC_ENGLISH, LOGIC_FAILURES_EN } from './logic-english.ts';

const FAILURES: Readonly<Record<string, string>> = {
  ...LOGIC_FAILURES_EN,
  BAD_NAME: 'that cannot be a name: 1 to 64 visible characters, no @',
  BAD_PASSWORD: 'a password has 8 to 128 characters and is not the name',
  BAD_ADDRESS: 'that is no e-mail address',
  NAME_TAKEN: 'somebody has this name',
  WRONG_CREDENTIALS: 'the password is wrong',
  WRONG_CODE: 'the code is wrong, or not good any more',
  TOO_MANY_TRIES: 'too many tries',
  TOO_MANY_REQUESTS: 'not so soon again',
  MAIL_FAILED: 'the mail could not be sent; is the address right?',
  ACCOUNT_DISABLED: 'the account is closed',
  NO_SUCH_SESSION: 'that session has ended already',
  NO_SUCH_USER: 'there is no such user any more',
  BLOCKED: 'one of you has blocked the other',
  NOT_FRIENDS: 'only friends may write there',
  TEXT_TOO_LONG: 'the text is too long',
  FRAME_TOO_LARGE: 'the text is too long',
  TIMEOUT: 'the server does not answer',
  UNAVAILABLE: 'the server does not answer',
  EXPIRED: 'the server does not answer',
  INTERNAL_ERROR: 'something went wrong at the server',
  BUSY: 'the server is busy',
  CONNECTION_LOST: 'the connection was lost',
  CLOSED: 'the session has ended',
  OUTBOX_FULL: 'too many messages are waiting',
  SESSION_REPLACED: 'you went on in another window',
  DEVICE_REPLACED: 'you logged in on another device of this kind (--device says which kind this one is)',
  PASSWORD_CHANGED: 'the password was changed elsewhere; start again and log in with the new one',
  ACCOUNT_CLOSED: 'the account was closed',
  ACCOUNT_DELETED: 'the account is deleted',
  SESSION_ENDED: 'this session was ended from another device; start again to log in',
  BAD_TOKEN: 'the session no longer exists; start again to log in',
  LOGGED_OUT: 'logged out',
};

const VALUES: Readonly<Record<string, string>> = {
  '--as': 'a name',
  '--gate': 'an address, tcp://host:port or ws://host:port',
  '--password': 'a password',
  '--state': 'the name of a file',
  '--device': 'a kind: phone, tablet, desktop or web',
  '--lang': 'a language: en or zh',
};

export const ENGLISH: ChatTexts = {
  ...LOGIC_ENGLISH,
  usage: `Usage: npm run chat -- --as NAME [--gate URL]... [--password PASSWORD] [--state FILE] [--device KIND] [--lang en|zh]

  --as NAME        who you are, or your e-mail address; a new name is registered
  --gate URL       tcp://host:port or ws://host:port, several times for several gates (tcp://127.0.0.1:7000)
  --password TEXT  asked for when it is not given; IM_PASSWORD in the environment is the safer way
  --state FILE     where the session is kept, readable by you alone (~/.config/im-chat/NAME@HOST_PORT.json)
  --device KIND    phone, tablet, desktop or web: one session for each kind may be open (desktop)
  --lang en|zh     the language; otherwise from LANG`,
  help: `Talking
  /to NAME             choose whom to write to; /to #NAME: one of your groups
  /edit TEXT           give your last message another text
  /recall              take your last message back; never an earlier one
  /react EMOJI         react to the last message of somebody else; the same again takes it back
  /erase [N]           delete the last message, or the last N, for yourself alone
  /history [N]         the last N messages with the one chosen (20)
  /more                earlier ones
  /list                your conversations; /unread: those with something new
  /pin, /mute, /hide   for the conversation chosen; /unpin, /unmute, /unhide
  /who                 who you are and whom you write to
People
  /friend NAME [TEXT]  ask somebody to be friends, with a greeting
  /accept NAME         and /decline NAME: answer who asks you
  /friends             your friends, and who of them is there
  /unfriend NAME       end a friendship, or take a request back
  /remark NAME TEXT    your own name for a friend
  /block NAME          and /unblock NAME: hear nothing from somebody
  /profile [NAME]      a profile; /nick NAME: how you want to be called
Groups
  /group NAME          make a group
  /invite NAME...      bring others into the group chosen
  /join ID [TEXT]      join a group, or ask its admins to, with a greeting
  /entry HOW           how one joins the group chosen: open, request or invitation
  /requests            who asks to join it; /admit NAME, /refuse NAME: answer
  /role NAME ROLE      make a member an admin, or an admin a member
  /silence NAME MIN    a member may not write for so many minutes; /unsilence NAME
  /remove NAME         take somebody out of the group
  /transfer NAME       make another member the owner
  /dissolve NAME       end the group of that name, which is chosen, for everybody
  /leave               leave the group chosen
  /groups              your groups; /members: who is in the one chosen
Account
  /sessions            where you are logged in
  /end N               end one of these sessions
  /password            change your password
  /address             change your e-mail address
  /reset               forgotten? set a new password by a mailed code
  /export FILE         write everything that is kept about you into a file
  /logout              end this session; /logout everywhere: all your sessions
  /delete              delete your account
  /quit                leave; the session goes on at the next start
Everything else is sent; a line that begins with // is sent with one / less. … on its way, ✓ stored, ✓✓ read`,
  locale: 'en-GB',
  me: 'me',
  deletedUser: 'deleted user',

  noName: 'Say who you are: npm run chat -- --as NAME (with the two dashes before it).',
  badGate: (address) => `--gate ${address} is not an address: give tcp://host:port or ws://host:port.`,
  badDevice: (kind) => `--device ${kind} is not known: give phone, tablet, desktop or web.`,
  badLanguage: (language) => `--lang ${language} is not known: give en or zh.`,
  badFlag: (what) => `${what} cannot be understood. This is what there is:`,
  noValue: (flag) => `${flag} needs ${VALUES[flag] ?? 'a value'}.`,

  password: (name) => `Password of ${name}: `,
  newName: (name) => `Nobody is called ${name} yet: this makes a new account. Choose its password.`,
  notTheSame: 'That was not the same password twice.',
  wrongPassword: (name) => `Wrong password: ${name} exists, and this is not its password.`,
  wrongForEmail: 'There is no account with this address and password. To register give --as NAME, a name instead of the address.',
  forgotten: 'Forgotten? Enter /reset instead of the password, to set a new one by a mailed code.',
  passwordNeeded: 'A password is needed: give --password or IM_PASSWORD, or start the chat in a terminal.',
  emailNeeded:
    'This server registers nobody without an e-mail address: start the chat in a terminal, where it can ask for the mailed code.',
  emailRequired: 'This server wants an e-mail address of everybody, and mails a code there.',
  sessionGone: (gate) => `The session kept from the last time has ended, or is not one of ${gate}. Log in again.`,
  waitingFor(gates, seconds) {
    const hint = 'npm start, in another terminal, starts one; --gate says where it is';
    return `No server answers at ${gates}. Trying for ${seconds} s … (${hint})`;
  },
  serviceUnavailable: (seconds) =>
    `Connected, but nobody answers the log-in: the server's services may be starting. Trying for ${seconds} s …`,
  notLoggedIn: (why) => `Not logged in: ${why}.`,
  noPassword: 'no password was given',
  wrongPasswords: (count) => `${count} wrong passwords`,
  notRegistered: 'Not registered: you gave up.',
  greeting: (name, isNew) =>
    isNew
      ? `Welcome, ${name}: you are registered. /help shows what there is.`
      : `Welcome back, ${name}. /help shows what there is.`,

  email: 'E-mail address: ',
  newEmail: 'New e-mail address: ',
  codeMailed: (address, minutes) => `A code of six digits was mailed to ${address}. It is good for ${minutes} min.`,
  resetCodeMailed: (address, minutes) =>
    `If an account has this address, the code of six digits that was mailed to ${address} is good for it, for ${minutes} min.`,
  noOtherMail: (address, wait) =>
    `No other mail to ${address} now, try again in ${wait}; or type the code that was mailed before.`,
  code: 'Code (Enter: give up): ',
  wrongCode: 'That is not the code, or it is not good any more.',
  currentPassword: 'Current password: ',
  newPassword: 'New password (8 to 128 characters): ',
  newPasswordAgain: 'The new password again: ',
  passwordChanged: 'The new password is set. Your other sessions have ended.',
  emailChanged: (address) => `Your address is ${address} now.`,
  session({ kind, name, opened, bound, current }) {
    const device = [kind, name].filter(Boolean).join(', ') || 'unnamed';
    return `${device}: since ${opened}, last connected ${bound}${current ? ' (this one)' : ''}`;
  },
  sessionEnded: 'That session has ended.',
  endUsage: '/end N, with a number of /sessions',
  ownSession: 'That is this session; /logout ends it.',
  exportUsage: '/export FILE, with the name of a new file',
  exported: (file, messages) => `${file}: your account and ${messages} messages.`,
  notWritten: (file, why) => `${file} was not written: ${why}`,
  deleteWarning: (name) =>
    `This deletes the account ${name} for good and ends all its sessions. What you wrote stays with those you wrote to.`,
  deletePassword: 'Password (Enter: keep the account): ',
  logoutUsage: '/logout or /logout everywhere',
  nothingChanged: 'Nothing was changed.',

  nobodyChosen: 'Nobody is chosen. Choose whom to write to first: /to NAME',
  sentence: (why) => `${why}.`,
  notChosen: (why) => `${why} Nobody is chosen. Choose whom to write to first: /to NAME`,
  unknownWhileOffline: (name) => `No connection, and ${name} is not known here: try again when it is back. Nobody is chosen.`,
  toUsage: '/to NAME, /to #NAME for a group',
  historyUsage: '/history, or /history N with N from 1 to 200',
  takesNothing: (command) => `${command}, with nothing after it`,
  noMessages: 'No messages yet.',
  noConversations: 'No conversations yet.',
  allHidden: 'All conversations are hidden: a new message shows one again, and so do /to NAME and then /unhide.',
  who: (me, other) => `You are ${me}${other === undefined ? '' : ` and write to ${other}`}.`,
  writingTo: (name) => `You write to ${name}.`,
  noSuchUser: (name) => `There is no ${name}.`,
  unknownCommand: (command) => `There is no ${command}. /help shows what there is.`,
  noConnection: 'No connection; try again when it is back.',
  connectionLost: (seconds, mostSeconds) =>
    `No connection. Next try in ${seconds} s, then at least every ${mostSeconds} s. What you write is kept and sent.`,
  connectedAgain: 'Connected again.',
  notSent: (text, why) => `✗ Not sent: "${text}": ${why}`,
  kept: (text) => `Not sent yet: "${text}". It is kept, and sent at the next start.`,
  notDone: (line) => `Not done: ${line}`,
  closed: (why) => `The end: ${why}.`,
  failure: (code) => FAILURES[code] ?? code,
  retryAfter: (wait) => `; try again in ${wait}`,
  sizes: (bytes, allowed) => `: ${bytes} bytes, ${allowed} are allowed`,
  units: { seconds: 's', minutes: 'min', hours: 'h' },
};
