// The texts of the mails in each supported language. `{service}` stands for the service's name.
import { im } from '../../proto/rpc.ts';

export interface MailTexts {
  /** The language tag (BCP 47). */
  readonly language: string;
  readonly greeting: string;
  readonly signature: string;
  /** `before` the code: its purpose. `after` it: advice for a recipient who did not request it. */
  code(purpose: im.CodePurpose): { readonly subject: string; readonly before: string; readonly after: string };
  lives(minutes: number): string;
  readonly secret: string;
  /** For the owner of an account whose e-mail address another user wanted. */
  owner(purpose: im.CodePurpose): { readonly subject: string; readonly paragraphs: readonly string[] };
  /** For the former e-mail address of an account. */
  readonly replaced: { readonly subject: string; readonly paragraphs: readonly string[] };
}

const { RESET_PASSWORD, CHANGE_EMAIL } = im.CodePurpose;

export const ENGLISH: MailTexts = {
  language: 'en',
  greeting: 'Hello,',
  signature: '{service} sent this mail automatically. Please do not reply to it.',
  code: (purpose) => {
    if (purpose === RESET_PASSWORD)
      return {
        subject: '{service}: your code for a new password',
        before: 'This is your code to choose a new password at {service}:',
        after:
          'If you did not request it, ignore this mail: your password does not change. ' +
          'Somebody may have mistyped an address, or may be trying to get into your account.',
      };
    if (purpose === CHANGE_EMAIL)
      return {
        subject: '{service}: your code for a new e-mail address',
        before: 'This is your code to use this e-mail address for your account at {service}:',
        after: 'If you did not request it, ignore this mail: without the code no account can use this address.',
      };
    return {
      subject: '{service}: your code to register',
      before: 'This is your code to register at {service}:',
      after: 'If you did not request it, ignore this mail: without the code nobody can register with this address.',
    };
  },
  lives: (minutes) => `It is valid for ${minutes === 1 ? '1 minute' : `${minutes} minutes`} and works only once.`,
  secret: 'Do not give it to anyone. The people at {service} will never ask you for it.',
  owner: (purpose) => ({
    subject: '{service}: your e-mail address already has an account',
    paragraphs: [
      purpose === CHANGE_EMAIL
        ? 'Somebody tried to use this e-mail address for another account at {service}. ' +
          'It belongs to your account, so nothing was changed.'
        : 'Somebody tried to register at {service} with this e-mail address. ' +
          'It already has an account, so no new account was created.',
      'If it was you: log in to that account. You can use this address instead of the name. ' +
        'If you have forgotten the password, request a code to choose a new one.',
      'If it was not you: somebody entered a code that was mailed to this address. ' +
        'Make sure that nobody else can read your mail, and do not give codes to anyone.',
    ],
  }),
  replaced: {
    subject: '{service}: your account now has another e-mail address',
    paragraphs: [
      'Your account at {service} now has another e-mail address. ' +
        'From now on, log in with the new address; codes are mailed to it too. This address no longer belongs to the account.',
      'If it was you, you need not do anything.',
      'If it was not you: somebody knows your password and is logged in to your account. ' +
        'Log in with your name now and choose a new password. This logs out all other devices. Then change the address back. ' +
        'If you cannot log in any more, contact the people who run {service}.',
    ],
  },
};

export const CHINESE: MailTexts = {
  language: 'zh-Hans',
  greeting: '您好：',
  signature: '本邮件由 {service} 自动发送，请勿回复。',
  code: (purpose) => {
    if (purpose === RESET_PASSWORD)
      return {
        subject: '{service}：重设密码的验证码',
        before: '您在 {service} 重设密码的验证码是：',
        after: '如果这不是您本人的操作，请忽略本邮件，您的密码不会改变。可能是有人输错了邮箱地址，也可能是有人想进入您的账号。',
      };
    if (purpose === CHANGE_EMAIL)
      return {
        subject: '{service}：更换邮箱的验证码',
        before: '您将此邮箱设为 {service} 账号邮箱的验证码是：',
        after: '如果这不是您本人的操作，请忽略本邮件。没有验证码，任何账号都不会绑定此邮箱。',
      };
    return {
      subject: '{service}：注册验证码',
      before: '您在 {service} 注册的验证码是：',
      after: '如果这不是您本人的操作，请忽略本邮件。没有验证码，任何人都无法用此邮箱注册。',
    };
  },
  lives: (minutes) => `验证码在 ${minutes} 分钟内有效，只能使用一次。`,
  secret: '请勿将验证码告诉任何人。{service} 的工作人员绝不会向您索要验证码。',
  owner: (purpose) => ({
    subject: '{service}：此邮箱已有账号',
    paragraphs: [
      purpose === CHANGE_EMAIL
        ? '有人想将此邮箱设为 {service} 另一个账号的邮箱。此邮箱已属于您的账号，因此没有作任何更改。'
        : '有人想用此邮箱在 {service} 注册。此邮箱已有账号，因此没有注册新账号。',
      '如果是您本人的操作：请直接登录该账号，用户名处可填写此邮箱地址。如果忘记了密码，可以获取验证码来重设密码。',
      '如果不是您本人的操作：对方输入了发送到此邮箱的验证码。请确认没有其他人能查看您的邮件，并且不要将验证码告诉任何人。',
    ],
  }),
  replaced: {
    subject: '{service}：您账号的邮箱已更换',
    paragraphs: [
      '您在 {service} 的账号已更换邮箱。今后请用新邮箱登录，验证码也将发送到新邮箱；此邮箱不再属于该账号。',
      '如果是您本人的操作，您无需再做什么。',
      '如果不是您本人的操作：有人知道您的密码，并且已登录您的账号。请立即用您的用户名登录并更换密码，其他设备都会因此退出登录；然后再将邮箱改回。如果您已无法登录，请联系 {service} 的运营者。',
    ],
  },
};
