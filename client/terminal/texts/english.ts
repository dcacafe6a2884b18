// The texts of the chat in English.

import type { ChatTexts } from './chat-texts.ts';
import { LOGIC_ENGLISH, LOGIC_FAILURES_EN } from './logic-english.ts';

const FAILURES: Readonly<Record<string, string>> = {
  ...LOGIC_FAILURES_EN,
  BAD_NAME: "a name has 1 to 64 characters: letters, digits, spaces and - _ . ' only; emoji belong in your display name",
  NAME_INVISIBLE: 'the name has invisible characters; type it instead of pasting it',
  NAME_MIXES_SCRIPTS: 'the name mixes alphabets that look alike; use the letters and digits of one',
  BAD_PASSWORD: 'a password must have 8 to 128 characters and differ from the name',
  BAD_ADDRESS: 'this is not an e-mail address',
  NAME_TAKEN: 'another account has this name',
  NAME_TOO_SIMILAR: 'this name looks like the name of another account; choose one that differs more',
  WRONG_CREDENTIALS: 'the password is wrong',
  WRONG_CODE: 'the code is wrong or has expired',
  TOO_MANY_TRIES: 'too many attempts',
  TOO_MANY_REQUESTS: 'too many requests',
  MAIL_FAILED: 'the mail could not be sent; is the address right?',
  ACCOUNT_DISABLED: 'the account is closed',
  NO_SUCH_SESSION: 'that session has already ended',
  NO_SUCH_USER: 'this user does not exist any more',
  BLOCKED: 'you have blocked this user, or this user has blocked you',
  NOT_FRIENDS: 'this user accepts messages from friends only',
  BAD_TEXT: 'the text has control characters, too many accents on a letter, or nothing to see',
  TEXT_TOO_LONG: 'the text is too long',
  FRAME_TOO_LARGE: 'the text is too long',
  TIMEOUT: 'the server does not answer',
  UNAVAILABLE: 'the server does not answer',
  EXPIRED: 'the server does not answer',
  INTERNAL_ERROR: 'the server failed to process this',
  BUSY: 'the server is busy',
  CONNECTION_LOST: 'the connection was lost',
  CLOSED: 'the session has ended',
  OUTBOX_FULL: 'too many messages wait to be sent',
  SESSION_REPLACED: 'the session continues in another window',
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
  '--status': 'an address, http://host:port or https://host:port',
  '--password': 'a password',
  '--state': 'the name of a file',
  '--device': 'a kind: phone, tablet, desktop or web',
  '--lang': 'a language: en or zh',
  '--to': 'the name of a user, or #NAME for a group',
};

export const ENGLISH: ChatTexts = {
  ...LOGIC_ENGLISH,
  usage: `Usage: npm run chat -- --as NAME [--gate URL]... [--status URL]... [--password PASSWORD] [--state FILE]
                           [--device KIND] [--lang en|zh] [--to NAME] [--plain|--json]

  --as NAME        who you are, or your e-mail address; a new name is registered
  --gate URL       tcp://host:port or ws://host:port, several times for several gates (tcp://127.0.0.1:7000)
  --status URL     http://host:port of the status service, which names the gates that take clients
  --password TEXT  asked for when it is not given; IM_PASSWORD in the environment is the safer way
  --state FILE     where the session is kept, readable by you alone (~/.config/im-chat/NAME@HOST_PORT.json)
  --device KIND    phone, tablet, desktop or web: one session for each kind may be open (desktop)
  --lang en|zh     the language; otherwise from LANG
  --to NAME        a user, or #NAME for a group: lines go there; each line of a pipe is one message
  --plain          for scripts: one line a message, with tabs: time (UTC), conversation, sender, text
  --json           for scripts: one JSON object a line for each event (docs/terminal.md)

Scripts: echo hi | npm run --silent chat -- --as bot --to alice --plain
Exit codes: 0 all is stored; 1 not logged in, a message refused, or the session ended; 2 wrong flags;
            3 --to is unknown; 4 some messages are not stored yet: they are kept, and sent at the next start`,
  help: `Talking
  /to NAME             select the recipient; /to #NAME: one of your groups
  /edit TEXT           edit your last message
  /recall              recall your last message; earlier ones cannot be recalled
  /react EMOJI         react for the last message of another user; the same emoji again removes it
  /erase [N]           delete the last message, or the last N, only for yourself
  /history [N]         the last N messages of the selected conversation (20)
  /more                earlier messages
  /list                your conversations; /unread: those with unread messages
  /pin, /mute, /hide   for the selected conversation; /unpin, /unmute, /unhide
  /who                 who you are and whom you write to
People
  /friend NAME [TEXT]  send a friend request, with a greeting
  /accept NAME         and /decline NAME: answer a friend request
  /friends             your friends and whether they are online
  /unfriend NAME       end a friendship, or withdraw a request
  /remark NAME TEXT    your own name for a friend
  /block NAME          and /unblock NAME: block or unblock a user
  /profile [NAME]      show a profile; /nick NAME: change your displayed name
Groups
  /group NAME          create a group
  /invite NAME...      add friends to the selected group, and invite others to it
  /invitations         to you and by you; /accept #NAME, /decline #NAME: answer one
  /join ID [TEXT]      join a group, or ask to join it, with a greeting
  /entry HOW           how users join the selected group: open, request or invitation
  /requests            requests to join it; /admit NAME, /refuse NAME: answer one
  /role NAME ROLE      make a member an admin, or an admin a member
  /silence NAME MIN    mute a member for MIN minutes; /unsilence NAME
  /remove NAME         remove a member from the group, or withdraw an invitation
  /ban NAME            remove somebody for good; /unban NAME ends it, /bans lists them
  /transfer NAME       make another member the owner
  /dissolve NAME       dissolve the selected group; NAME is its name
  /leave               leave the selected group
  /groups              your groups; /members: the members of the selected group
Account
  /sessions            where you are logged in
  /end N               end one of these sessions
  /password            change your password
  /address             change your e-mail address
  /reset               forgotten password: set a new one with a mailed code
  /export FILE         write all stored data about you to a file
  /logout              end this session; /logout everywhere: all your sessions
  /delete              delete your account
  /quit                quit; the session continues at the next start
Names with spaces: "anna maria" in quotes, or without where that is clear; commas between several. Tab completes names.
Other lines are sent as messages; a line that begins with // is sent with one / less. … being sent, ✓ stored, ✓✓ read`,
  locale: 'en-GB',
  me: 'me',
  deletedUser: 'deleted user',
  operator: 'the operator',
  notice: (text) => `Notice of the operator: ${text}`,

  noName: 'Your name is missing: npm run chat -- --as NAME (with the two dashes before it).',
  badGate: (address) => `--gate ${address} is not an address: use tcp://host:port or ws://host:port.`,
  badStatus: (address) => `--status ${address} is not an address: use http://host:port or https://host:port.`,
  badDevice: (kind) => `--device ${kind} is unknown: use phone, tablet, desktop or web.`,
  badLanguage: (language) => `--lang ${language} is unknown: use en or zh.`,
  badFlag: (what) => `${what} is not a valid flag. The flags are:`,
  twoFormats: 'Use --plain or --json, not both.',
  unknownRecipient: (name) => `--to ${name}: there is no such user, and you have no such group. Nothing was sent.`,
  recipientMissing: 'nobody is named to send it to; start with --to NAME',
  stateUnreadable: (file, why) =>
    `The file of the session cannot be read: ${file}: ${why}. Choose another one with --state FILE.`,
  stateNotSaved: (file, why) =>
    `The session and unsent messages cannot be saved: ${file}: ${why}. Correct that, or start with --state FILE.`,
  noValue: (flag) => `${flag} needs ${VALUES[flag] ?? 'a value'}.`,

  password: (name) => `Password of ${name}: `,
  newName: (name) => `There is no account ${name} yet. Choose a password to create it.`,
  notTheSame: 'The two passwords differ.',
  wrongPassword: (name) => `Wrong password: the account ${name} exists and has another password.`,
  wrongForEmail:
    'There is no account with this address and password. To register, use --as NAME with a name instead of the address.',
  forgotten: 'Forgotten? Enter /reset instead of the password to set a new one with a code sent by mail.',
  passwordNeeded: 'A password is needed: use --password or IM_PASSWORD, or start the chat in a terminal.',
  emailNeeded:
    'This server requires an e-mail address to register: start the chat in a terminal, so that it can ask for the mailed code.',
  emailRequired: 'This server requires an e-mail address and mails a code to it.',
  sessionGone: (gate) => `The saved session has ended or belongs to another server than ${gate}. Log in again.`,
  waitingFor(gates, seconds) {
    const hint = 'npm start in another terminal starts one; --gate sets its address';
    return `No server answers at ${gates}. Trying for ${seconds} s … (${hint})`;
  },
  serviceUnavailable: (seconds) =>
    `Connected, but no service answers the log-in: the services may still be starting. Trying for ${seconds} s …`,
  notLoggedIn: (why) => `Not logged in: ${why}.`,
  noPassword: 'no password was given',
  wrongPasswords: (count) => `${count} wrong passwords`,
  notRegistered: 'Not registered: canceled.',
  greeting: (name, isNew) =>
    isNew
      ? `Welcome, ${name}: you are registered. /help shows all commands.`
      : `Welcome back, ${name}. /help shows all commands.`,

  email: 'E-mail address: ',
  newEmail: 'New e-mail address: ',
  codeMailed: (address, minutes) => `A code of six digits was mailed to ${address}. It is valid for ${minutes} min.`,
  resetCodeMailed: (address, minutes) =>
    `If an account has this address, a code of six digits was mailed to ${address}. It is valid for ${minutes} min.`,
  noOtherMail: (address, wait) =>
    `No new mail was sent to ${address}: try again in ${wait}, or type the code from the earlier mail.`,
  code: 'Code (Enter: cancel): ',
  wrongCode: 'The code is wrong or has expired.',
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
  endUsage: '/end N, with a number from /sessions',
  ownSession: 'That is this session; /logout ends it.',
  exportUsage: '/export FILE, with the name of a new file',
  exported: (file, messages) => `${file}: your account and ${messages} messages.`,
  notWritten: (file, why) => `${file} was not written: ${why}`,
  deleteWarning: (name) =>
    `This deletes the account ${name} for ever and ends all its sessions. Messages that you sent stay with their receivers.`,
  deletePassword: 'Password (Enter: keep the account): ',
  logoutUsage: '/logout or /logout everywhere',
  nothingChanged: 'Nothing was changed.',

  nobodyChosen: 'No recipient is selected. Select one first: /to NAME',
  sentence: (why) => `${why}.`,
  notChosen: (why) => `${why} No recipient is selected. Select one first: /to NAME`,
  unknownWhileOffline: (name) =>
    `No connection, and ${name} is unknown on this device: try again later. No recipient is selected.`,
  toUsage: '/to NAME, /to #NAME for a group',
  historyUsage: '/history, or /history N with N from 1 to 200',
  takesNothing: (command) => `${command} takes no further text`,
  noMessages: 'No messages yet.',
  noConversations: 'No conversations yet.',
  allHidden: 'All conversations are hidden. A new message shows its conversation again; so does /to NAME followed by /unhide.',
  who: (me, other) => `You are ${me}${other === undefined ? '' : ` and write to ${other}`}.`,
  writingTo: (name) => `You write to ${name}.`,
  noSuchUser: (name) => `There is no ${name}.`,
  unknownCommand: (command) => `There is no ${command}. /help shows all commands.`,
  noConnection: 'No connection: try again when the chat is connected.',
  connectionLost: (seconds, mostSeconds) =>
    `No connection. Next try in ${seconds} s, then at least every ${mostSeconds} s. What you write is kept and sent.`,
  connectedAgain: 'Connected again.',
  notSent: (text, why) => `✗ Not sent: "${text}": ${why}`,
  kept: (text) => `Not sent yet: "${text}". It is kept, and sent at the next start.`,
  notDone: (line) => `Not done: ${line}`,
  closed: (why) => `The session has ended: ${why}.`,
  failure: (code) => FAILURES[code] ?? code,
  retryAfter: (wait) => `; try again in ${wait}`,
  didYouMean: (suggestion) => `; did you mean ${suggestion}?`,
  sizes: (bytes, allowed) => `: ${bytes} bytes, ${allowed} are allowed`,
  units: { seconds: 's', minutes: 'min', hours: 'h' },
};
