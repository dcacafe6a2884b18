// What may be wrong, in English: problems, findings of the doctor, and refusals of the API.

export const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const ENGLISH_TROUBLES = {
  problems: {
    notCurrent:
      'Reports do not come through Kafka, so everything here may be out of date. Look at Kafka and at the log of status.',
    noGate: 'No gate is ready: clients cannot connect.',
    missing: (instance: string, what: string) => `${instance} is not ready: ${what}`,
    warning: (instance: string, what: string) => `${instance}: ${what}`,
    draining: (instance: string) => `${instance} is draining and takes no new work.`,
    busy: (instance: string, percent: string) => `${instance} uses ${percent} of a core. Start another instance.`,
    late: (instance: string, delay: string) => `Timers of ${instance} are late by ${delay}: its machine is overloaded.`,
    full: (instance: string, connections: string) => `${instance} is almost full: ${connections} connections.`,
    pausedPartition: (service: string, partition: number, instance: string) =>
      `Partition ${partition} of ${service} is paused at ${instance}. Its log says why.`,
    lag: (service: string, count: string) => `${count} commands wait for ${service}.`,
    versions: (versions: string) => `Instances have different versions (${versions}): finish the upgrade.`,
  },
  doctor: {
    intro: 'Compares the set-up of all instances and looks at the servers. Each finding says how to mend it.',
    good: 'Good',
    bad: 'To mend',
    allGood: 'Nothing is wrong with the set-up.',
    badCount: (count: number) => `${count} ${plural(count, 'finding', 'findings')} to mend`,
    remedy: 'Remedy',
    checks: {
      reports: 'Reports',
      instances: 'Instances',
      ulimit: 'Open files',
      clocks: 'Clocks',
      secrets: 'Secrets',
      disk: 'Disks',
      versions: 'Versions',
      ports: 'Addresses',
      topics: 'Topics',
      servers: 'Servers',
    },
  },
  errors: {
    UNREACHABLE: 'The server cannot be reached. Is it running?',
    UNAUTHORIZED: 'You are no longer signed in. Load the page again.',
    FORBIDDEN: 'Your role does not allow this.',
    FOREIGN_SITE: 'The browser calls the API from another site. Open the page at its own address.',
    NO_SUCH_USER: 'No account has this name, address or id.',
    NO_SUCH_SESSION: 'This session has ended already.',
    NO_SUCH_GROUP: 'No group has this id.',
    NO_SUCH_LETTER: 'This dead letter is no longer in the list.',
    NO_SUCH_INSTANCE: 'This instance is gone.',
    NO_GATE: 'Nobody got it: no gate reports.',
    CANNOT_REPLAY: 'This dead letter cannot be replayed.',
    RESTARTED: 'It restarted meanwhile, and its new process was left alone. Do it again.',
    GONE: 'It ended before it did this.',
    AMBIGUOUS: 'Several processes have this name. Give each its own IM_INSTANCE.',
    NOT_CONFIRMED: 'The order was given, but its effect is not visible yet.',
    TIMEOUT: 'No reply in time: the outcome is unknown. Look before you repeat it.',
    UNAVAILABLE: 'Nothing was done: a service or Kafka is unavailable. Try again when it runs.',
    AUDIT_UNAVAILABLE: 'Nothing was done: the audit log cannot be used. Is the store running?',
    BUSY: 'Too much is going on. Try again in a moment.',
    BAD_REQUEST: 'The server does not accept this.',
    other: 'The server refused this.',
  },
};
