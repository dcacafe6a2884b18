// What an operator decides about auth; infra/process/config reads it from the environment.

export interface AuthSettings {
  /** `code`: registration requires an e-mail address and the code mailed to it. `open`: the e-mail address is optional. */
  readonly registration: 'code' | 'open';
  /** `one-per-kind`: a new session on a phone ends the session on the previous phone. */
  readonly devicePolicy: 'one-per-kind' | 'unlimited';
  /** The lifetime of an unused session. */
  readonly sessionMs: number;
  /** Log-ins and registrations of one client IP address that pass before it has to wait. */
  readonly triesPerIp: number;
}
