// Ports: encryption of payloads (passwords, tokens) that must not be readable in the log.

/** The gate's side: encrypts requests of sealed rpcs. */
export interface Sealer {
  seal(payload: Uint8Array): Uint8Array;
  /** Opens a reply to a request that this process sealed. Throws when it was made for another process or was changed. */
  openReply(sealed: Uint8Array): Uint8Array;
}

/** The service's side. */
export interface Opener {
  /** Opens a sealed request and returns a function that seals its reply. Throws when it cannot be opened. */
  open(sealed: Uint8Array): { payload: Uint8Array; sealReply(payload: Uint8Array): Uint8Array };
}
