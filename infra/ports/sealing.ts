// Payloads that nobody reads on their way through the log.

/** Encrypts payloads of sealed rpcs on their way through the log; the gate's side. */
export interface Sealer {
  seal(payload: Uint8Array): Uint8Array;
  /** Opens a reply to something this process sealed. Throws when it was made for another process or was changed. */
  openReply(sealed: Uint8Array): Uint8Array;
}

/** The service's side. */
export interface Opener {
  /** Opens a sealed request and gives the way to seal its reply. Throws when it cannot be opened. */
  open(sealed: Uint8Array): { payload: Uint8Array; sealReply(payload: Uint8Array): Uint8Array };
}
