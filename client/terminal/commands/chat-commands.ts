// The shape of a group of commands.

/** Commands by name, as in "/list". Each gets the rest of its line and rejects with CallError where the server refuses. */
export type ChatCommands = Readonly<Record<string, (argument: string) => Promise<void>>>;
