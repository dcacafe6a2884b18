// The flags of the load test, for node's parseArgs and for people.

export const USAGE = `npm run loadtest -- [options]
npm run loadtest -- compare A.json B.json      what changed between two results
npm run loadtest -- accounts make FILE --count N --target HOST:PORT     makes accounts on a running deployment
npm run loadtest -- accounts delete FILE --target HOST:PORT             deletes them again
npm run loadtest -- verify FILE [--mysql URL]  counts a run of --fates FILE again, also against the store

  --scenario S           what the clients do (chat):
                           chat          pairs write to each other
                           group         members of groups write to all others
                           large-room    one group with 2000 members
                           mixed         80 % to one user, 15 % to a group, 5 % reads, receipts, typing, presence
                           sync          clients with many conversations disconnect and come back
                           churn         80 % to one user, 20 % to a group, while clients disconnect and come back
                           idle          clients are connected and send nothing
                           presence-storm  friends type, come, go away and watch each other; one turn in ten is a message
                           login-storm   chat, while many log in by password
                           resume-storm  chat, and all connections end at once
                           reconnect-storm  chat, and all connections end at once, again and again
                           register-storm  chat, while newcomers register, log in and write to each other
                           slow-reader   chat, first alone, then beside clients that ask for much and read little
                           hostile       chat, while other clients try to break the gate
  --clients N            number of clients (5000; groups: one group; mixed, presence-storm: 2000; sync: 250; register-storm: 1000;
                         churn, hostile, slow-reader: 500)
  --rate N               messages per second, all clients together; in mixed all commands
                         (chat 2000; storms, churn, hostile and slow-reader 500; group 20; large-room 5;
                         mixed and presence-storm 1000; sync 200; idle 0)
  --frequency F          messages per second and client, instead of --rate
  --profile P            how the rate changes in the measured part (constant):
                           constant   not at all
                           ramp       it rises evenly from a tenth of --rate
                           steps      it rises in --steps N equal steps (5); the report has each
                           soak       not at all, for an hour; the report says how memory grows
  --find-limit           searches the highest rate that the target sustains, from a quarter of --rate on; --seconds for each
  --seconds N            length of the measured part (20; soak: 3600; --find-limit: 10)
  --warm-up N            seconds of the same load before it: counted for lost, duplicated and outOfOrder, not for latency (5)
  --members N            groups: members of each group (500; large-room: 2000; mixed, churn: 20)
  --conversations N      sync: conversations of each client (200)
  --reconnects N         sync, churn: clients that disconnect per second during the measured part (20)
  --away N               sync, churn: seconds they stay disconnected (3)
  --log-ins N            login-storm: log-ins by password offered per second during the measured part (300)
  --cut CAUSE            resume-storm (connections):
                           connections   all connections are cut
                           gates         all gates are killed and started again
                           gate          one of several gates is killed; clients ask status for another
                           drain         one of several gates stops, and starts again; clients ask status
                           restarts      every process stops and starts again, one after the other; clients ask status
  --cuts N               reconnect-storm: how often all connections end in the measured part (3)
  --registrations N      register-storm: newcomers per second during the measured part (20)
  --slow N               slow-reader: clients that read little or nothing in the second half of the measured part (10)
  --hostile N            hostile: clients that try to break the gate during the measured part (200)
  --kill P@Ts            kills process P (gate, logic-1, kafka …) T seconds after the measured part begins, and starts it again
  --freeze P@Ts          stops it for 10 s, as a long pause of a virtual machine does
  --restart P@Ts         stops it in order, and starts it again. All three may be repeated; with --target stack
  --transport T          ws or tcp, and with a TLS proxy in front of the gates wss or tls (ws)
  --target T             embedded, stack (real Kafka, MySQL and Redis, one process per service), or gates that run already:
                         HOST:PORT or URLs (wss://host/path), separated by commas (embedded); or another system for
                         comparison: rival:socketio (two socket.io processes, Redis adapter, one INSERT per message)
  --status URL           clients ask this status for their gates, and come when it says: instead of --target, or beside it
                         for those that have lost their gate
  --gates, --auth, --logic N   processes of each service with --target stack (1)
  --set NAME=VALUE       a setting of the services under test (embedded, stack); may be repeated
  --accounts FILE        one "user token" per line: required for gates that run already
  --self                 each client writes to itself
  --text-bytes N         length of a message's text (100)
  --workers N            load processes (1), of each generator
  --coordinator PORT     the load comes from other machines, which join here (HOST:PORT; 127.0.0.1)
  --generators N         with --coordinator: how many machines
  --join HOST:PORT       this machine generates its share of the load of that coordinator; no flags but --secret-file
  --secret-file FILE     with both: the secret that they share; the coordinator writes it if there is none
  --fail-if CONDITIONS   exit code 1 when one is met: "deliveryP99>100,lost>0,cpu.gate>80" (> >= < <= = !=)
  --html FILE            writes a report with charts, to open in a browser
  --json FILE            writes the result as JSON (loadtest/report/result.schema.json)
  --csv FILE             writes the seconds of the run as CSV
  --fates FILE           writes what became of each message, for verify
  --record NAME          writes it to loadtest/results/DATE-NAME.json and .txt, with commit and machine
  --cpu-profiles FOLDER  with --target stack: CPU profiles of all services
  --yes                  allows a target that is not this machine
  --help`;

export const OPTIONS = {
  scenario: { type: 'string', default: 'chat' },
  members: { type: 'string' },
  conversations: { type: 'string' },
  reconnects: { type: 'string' },
  away: { type: 'string' },
  'log-ins': { type: 'string' },
  hostile: { type: 'string' },
  cuts: { type: 'string' },
  registrations: { type: 'string' },
  slow: { type: 'string' },
  cut: { type: 'string' },
  clients: { type: 'string' },
  rate: { type: 'string' },
  frequency: { type: 'string' },
  profile: { type: 'string', default: 'constant' },
  steps: { type: 'string' },
  'find-limit': { type: 'boolean', default: false },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  kill: { type: 'string', multiple: true },
  freeze: { type: 'string', multiple: true },
  restart: { type: 'string', multiple: true },
  transport: { type: 'string' },
  target: { type: 'string' },
  status: { type: 'string' },
  gates: { type: 'string' },
  set: { type: 'string', multiple: true },
  auth: { type: 'string' },
  logic: { type: 'string' },
  accounts: { type: 'string' },
  self: { type: 'boolean', default: false },
  'text-bytes': { type: 'string' },
  workers: { type: 'string' },
  coordinator: { type: 'string' },
  generators: { type: 'string' },
  join: { type: 'string' },
  'secret-file': { type: 'string' },
  'fail-if': { type: 'string' },
  fates: { type: 'string' },
  html: { type: 'string' },
  json: { type: 'string' },
  csv: { type: 'string' },
  record: { type: 'string' },
  'cpu-profiles': { type: 'string' },
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
