/** What day-check finds out, before anything is judged. */

/** Undefined always means: it cannot be known here. */
export interface Facts {
  now: number;
  machine: MachineFacts;
  program: ProgramFacts;
  channels: readonly ChannelFacts[];
  /** Undefined where the database could not be opened. */
  database?: DatabaseFacts;
}

export interface MachineFacts {
  /** A machine without a battery is on the mains. */
  power?: { battery: boolean; onMains: boolean; percent?: number };
  /** Whether something keeps it from sleeping. */
  awake?: boolean;
  /** Whether the clock follows a time server. */
  synchronised?: boolean;
  freeBytes?: number;
}

export interface ProgramFacts {
  /** Somebody holds the database: undefined on PostgreSQL. */
  locked?: boolean;
  url: string;
  /** What /readyz said; undefined where nobody answered. */
  ready?: { ok: boolean; says: string };
}

export interface ChannelFacts {
  name: string;
  /** Whom it was asked at. */
  host: string;
  reach: 'reached' | 'refused' | 'silent';
  /** Of a refusal or silence: why, for the operator. */
  because?: string;
  /** The clock there, milliseconds since 1970. */
  clock?: number;
  /** On WhatsApp Web: whether a phone is paired, or the bot is running on it. */
  paired?: boolean;
  /** Whether the running bot can send there now. */
  ready?: boolean;
  queue: QueueFacts;
}

export interface QueueFacts {
  /** Messages of any kind that wait. */
  waiting: number;
  notices: number;
  takesMs: number;
  /** Notices that are not reached before tomorrow night. */
  late: number;
}

export interface DatabaseFacts {
  bytes?: number;
  lastBackup?: number;
  /** `given`: by DATA_KEY; `beside`: in a file beside the database. */
  key: 'given' | 'beside' | 'missing';
  assemblies: readonly AssemblyFacts[];
}

export interface AssemblyFacts {
  clinic: string;
  clues: string;
  date: string;
  time: string;
  place: string;
  isPending: boolean;
  demo: boolean;
  capacity: number | null;
  expected: number;
  maybe: number;
}
