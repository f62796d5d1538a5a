/** What the day of the assembly needs, judged from facts: a list of lines, each in order, to be mended or not to be known. */

import type { ChannelFacts, Facts, MachineFacts } from './facts.ts';

export type State = 'ok' | 'mend' | 'unknown';

export interface Line {
  topic: string;
  state: State;
  what: string;
  /** What to do, where there is something. */
  todo?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MB = 1_000_000;
const LEAST_FREE = 500 * MB;
const LEAST_PERCENT = 50;
/** A telephone shows the hour to the minute. */
const MOST_OFF_MS = MINUTE;

export function judge(facts: Facts): Line[] {
  return [
    ...power(facts.machine),
    clock(facts),
    ...program(facts),
    ...facts.channels.flatMap((channel) => [
      network(channel),
      ...pairing(channel),
      ...readiness(channel),
      queue(channel),
    ]),
    ...nobody(facts.channels),
    disk(facts),
    ...stored(facts),
    ...assemblies(facts),
  ];
}

const line = (topic: string, state: State, what: string, todo?: string): Line => ({
  topic,
  state,
  what,
  ...(todo === undefined ? {} : { todo }),
});

function power({ power: fed, awake }: MachineFacts): Line[] {
  const percent = fed?.percent === undefined ? '' : `, battery at ${fed.percent} %`;
  const mains = () => {
    if (!fed) return line('power', 'unknown', 'it cannot be known here whether the machine is on the mains', 'Look.');
    if (!fed.battery) return line('power', 'ok', 'no battery: the machine is on the mains');
    if (fed.onMains) return line('power', 'ok', `on the mains${percent}`);
    const low = (fed.percent ?? 0) < LEAST_PERCENT ? ' It will not last the assembly.' : '';
    return line('power', 'mend', `on battery alone${percent}`, `Plug the machine in.${low}`);
  };
  const sleep = () => {
    const todo =
      'sudo systemctl mask sleep.target suspend.target hibernate.target — or start the bot by: systemd-inhibit --what=sleep:idle:handle-lid-switch npm start';
    if (awake) return line('sleep', 'ok', 'the machine does not go to sleep');
    if (awake === undefined)
      return line(
        'sleep',
        'unknown',
        'it cannot be known here whether the machine sleeps',
        'Switch power saving off by hand.',
      );
    return fed?.battery
      ? line('sleep', 'mend', 'the machine may go to sleep, and nobody would be answered', todo)
      : line('sleep', 'unknown', 'nothing keeps the machine awake; without a battery it seldom sleeps by itself', todo);
  };
  return [mains(), sleep()];
}

function clock({ now, machine, channels }: Facts): Line {
  const seen = channels.find(({ clock: there }) => there !== undefined);
  const off = seen?.clock === undefined ? undefined : now - seen.clock;
  const todo = 'sudo timedatectl set-ntp true — reminders and night rest go by this clock.';
  if (off !== undefined && Math.abs(off) > MOST_OFF_MS) {
    const seconds = Math.round(Math.abs(off) / 1000);
    return line('clock', 'mend', `${seconds} s ${off > 0 ? 'ahead of' : 'behind'} that of ${seen?.host}`, todo);
  }
  if (machine.synchronised === false) return line('clock', 'mend', 'it does not follow a time server', todo);
  if (off !== undefined) return line('clock', 'ok', `right to the minute, by ${seen?.host}`);
  if (machine.synchronised) return line('clock', 'ok', 'it follows a time server');
  return line('clock', 'unknown', 'there is nothing here to compare it with', 'Compare it with a telephone.');
}

function program({ program: { locked, url, ready } }: Facts): Line[] {
  if (ready?.ok) return [line('bot', 'ok', `running, ready at ${url}`)];
  if (ready) return [line('bot', 'mend', `running at ${url}, and not ready: ${ready.says}`, 'See what it prints.')];
  if (locked) {
    return [
      line(
        'bot',
        'mend',
        `a program holds the database and does not answer at ${url}`,
        'Set PORT and HOST as for the bot, or see what it prints.',
      ),
    ];
  }
  return [line('bot', 'mend', `not running (nobody answers at ${url})`, 'npm start')];
}

const CHANNEL_TODO = 'See that the machine is on the network, and that its token is right.';

function network({ name, host, reach, because }: ChannelFacts): Line {
  if (reach === 'reached') return line(name, 'ok', `${host} answers`);
  const what = reach === 'refused' ? `${host} refuses: ${because}` : `${host} cannot be reached: ${because}`;
  return line(name, 'mend', what, CHANNEL_TODO);
}

function pairing({ name, paired }: ChannelFacts): Line[] {
  if (paired === undefined) return [];
  return paired
    ? [line(name, 'ok', 'a phone is paired')]
    : [line(name, 'mend', 'no phone is paired', 'npm run cli -- whatsapp pair')];
}

function readiness({ name, ready }: ChannelFacts): Line[] {
  if (ready !== false) return [];
  return [
    line(name, 'mend', 'the bot cannot send there now', 'See what it prints; docs/whatsapp.md lists every alarm.'),
  ];
}

function queue({ name, queue: { waiting, notices, takesMs, late } }: ChannelFacts): Line {
  const topic = `${name} queue`;
  if (waiting === 0) return line(topic, 'ok', 'nothing waits');
  const what = `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'}, ${notices} of them notices: ${duration(takesMs)}`;
  if (late === 0) return line(topic, 'ok', what);
  return line(
    topic,
    'mend',
    `${what}; ${late} not before tomorrow night`,
    'Tell these people another way, or raise WHATSAPP_WEB_DAILY_CAP with care (docs/whatsapp.md).',
  );
}

function nobody(channels: readonly ChannelFacts[]): Line[] {
  if (channels.length > 0) return [];
  const todo = 'Give this command the same environment as the bot: TELEGRAM_BOT_TOKEN, WHATSAPP_WEB=on, …';
  return [line('channels', 'mend', 'none is set here: nobody can be reached', todo)];
}

function disk({ machine: { freeBytes }, database }: Facts): Line {
  if (freeBytes === undefined) return line('disk', 'unknown', 'free space cannot be known here');
  const free = `${Math.floor(freeBytes / MB).toLocaleString('en')} MB free`;
  const needed = Math.max(LEAST_FREE, 2 * (database?.bytes ?? 0));
  return freeBytes >= needed
    ? line('disk', 'ok', free)
    : line('disk', 'mend', free, 'Make room: what cannot be written is not answered either.');
}

function stored({ now, database }: Facts): Line[] {
  if (!database) return [line('database', 'mend', 'there is none yet, or it cannot be opened', 'npm start')];
  const { lastBackup, key } = database;
  const todo = 'npm run cli -- backup FILE, to another disk';
  const age = lastBackup === undefined ? undefined : now - lastBackup;
  const copied =
    age === undefined
      ? line('backup', 'mend', 'none was ever made', todo)
      : line(
          'backup',
          age <= 24 * HOUR ? 'ok' : 'mend',
          `the last one is ${duration(age)} old`,
          age <= 24 * HOUR ? undefined : todo,
        );
  const keys = {
    given: line(
      'key',
      'unknown',
      'DATA_KEY is set; whether it is kept outside this machine cannot be known',
      'Write it down elsewhere.',
    ),
    beside: line(
      'key',
      'unknown',
      'it lies beside the database; whether a copy is kept elsewhere cannot be known',
      'Copy the .key file to another place than the backup.',
    ),
    missing: line(
      'key',
      'mend',
      'it is missing: nobody in the database can be found',
      'Put the .key file back, or set DATA_KEY.',
    ),
  };
  return [copied, keys[key]];
}

function assemblies({ database }: Facts): Line[] {
  if (!database) return [];
  if (database.assemblies.length === 0) {
    return [line('assemblies', 'ok', 'none today or tomorrow')];
  }
  return database.assemblies.map(({ clinic, clues, date, time, place, isPending, demo, capacity, expected, maybe }) => {
    const what = `${date} ${time} ${clinic} (${clues}): ${expected} expected, ${maybe} maybe`;
    const troubles = [
      ...(demo ? ['it is invented'] : []),
      ...(isPending ? ['no facilitator has confirmed it'] : []),
      ...(place === '' ? ['it has no place'] : []),
      ...(capacity !== null && expected > capacity ? [`there is room for ${capacity}`] : []),
    ];
    if (troubles.length === 0) return line('assembly', 'ok', what);
    return line('assembly', 'mend', `${what}; ${troubles.join(', ')}`, 'Mend it before people are on their way.');
  });
}

function duration(ms: number): string {
  if (ms < MINUTE) return 'less than a minute';
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} minutes`;
  if (ms < 48 * HOUR) return `${Math.round(ms / HOUR)} hours`;
  return `${Math.round(ms / (24 * HOUR))} days`;
}
