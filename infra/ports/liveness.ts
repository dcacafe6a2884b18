// Port: which services have a living instance.

export interface ServiceLiveness {
  /** False only when it is known that no instance runs; true while nothing is known. `service`: "Logic" or "logic". */
  isLiving(service: string): boolean;
  /** Where clients ask for gates. Empty when no status runs. */
  readonly statusUrls: readonly string[];
}

/** For processes that nobody tells. */
export const allLiving: ServiceLiveness = { isLiving: () => true, statusUrls: [] };
