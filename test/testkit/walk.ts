/** Walks every way through the flows: each event at each question, each answer of each service. */

import { type AnyActorScope, type AnyMachineSnapshot, type AnyTransitionDefinition, createActor } from 'xstate';
import type { Flow, FlowEvent, Next, Say, Screen, ServiceName } from '../../src/conversation/flow.ts';
import type { Intent } from '../../src/conversation/understanding/understanding.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { clinic, entries, intents, ownWords } from './entries.ts';
import { refusals, serviceOutputs } from './service-outputs.ts';

/** A question that a person may find themselves at, with what was said before it in the same message. */
export interface Question {
  state: string;
  /** The name in the state's `meta`. */
  name: string;
  screen: Screen;
  said: Say[];
  accepts(event: FlowEvent): boolean;
}

export interface Walked {
  flow: Flow;
  questions: Question[];
  taken: Set<AnyTransitionDefinition>;
  /** The types of the actions that came up. */
  actions: Set<string>;
}

interface Action {
  type: string;
  params?: unknown;
}

/** More than these in one flow mean that its context grows without end. */
const MOST_PLACES = 20_000;

/** Begins every flow by every intent, as a first message and as a later one, and goes on wherever one leads to another. */
export function walk(flows: readonly Flow[]): Walked[] {
  const walkers = new Map(flows.map((flow) => [flow.name, new Walker(flow)]));
  const begin = flows.flatMap((flow) =>
    Object.entries(flow.opens).flatMap(([name, input]): Next[] => {
      const open = input as (intent: Intent) => Record<string, unknown>;
      return intents
        .filter((intent) => intent.name === name)
        .map((intent) => ({ flow: flow.name, input: open(intent) }));
    }),
  );
  const next: Next[] = [...begin, ...entries].flatMap(({ flow, input }) =>
    [{ clinicId: 7 }, { first: true }].map((arrival) => ({ flow, input: { ...arrival, ...input } })),
  );
  for (let entry = next.pop(); entry; entry = next.pop()) {
    const walker = walkers.get(entry.flow);
    if (!walker) throw new Error(`A flow leads to ${entry.flow}, which there is not.`);
    next.push(...walker.enter(entry.input ?? {}));
  }
  return [...walkers.values()];
}

class Walker implements Walked {
  readonly flow: Flow;
  readonly questions: Question[] = [];
  readonly taken = new Set<AnyTransitionDefinition>();
  readonly actions = new Set<string>();
  readonly #scope: AnyActorScope;
  readonly #seen = new Set<string>();
  #performed: Action[] = [];

  constructor(flow: Flow) {
    this.flow = flow;
    const self = createActor(flow.machine, {
      input: {},
      inspect: (event) => {
        if (event.type === '@xstate.microstep') for (const transition of event._transitions) this.taken.add(transition);
      },
    });
    const nothing = () => {};
    this.#scope = {
      self,
      id: '',
      sessionId: '',
      system: self.system,
      logger: nothing,
      defer: nothing,
      stopChild: nothing,
      emit: nothing,
      actionExecutor: (action: Action) => this.#performed.push(action),
    } as unknown as AnyActorScope;
  }

  /** All that can follow from an input; says where the flow leads in the end. */
  enter(input: Record<string, unknown>): Next[] {
    if (!this.#isNew(['input', input])) return [];
    const ends: Next[] = [];
    const pending = [this.#step([], () => this.flow.machine.getInitialSnapshot(this.#scope as never, input))];
    for (let step = pending.pop(); step; step = pending.pop()) {
      const { snapshot, said, service } = step;
      const done = snapshot.status === 'done';
      const question = done || service ? undefined : this.#question(snapshot, said);
      const place = [snapshot.value, question?.screen ?? service?.src ?? snapshot.output, said.map(({ key }) => key)];
      if (!this.#isNew([...place, JSON.stringify(snapshot.context, guarded)])) continue;
      if (this.#seen.size > MOST_PLACES) throw new Error(`The ways through ${this.flow.name} have no end.`);
      if (done) ends.push((snapshot.output as Next | undefined) ?? { flow: 'menu' });
      if (question) this.questions.push(question);
      // A restart of the programme between two messages: the context goes through the database.
      const kept = { ...snapshot, context: JSON.parse(JSON.stringify(snapshot.context)) } as AnyMachineSnapshot;
      for (const event of service
        ? answersOf(service)
        : question
          ? repliesTo(question, ownWords[this.flow.name])
          : []) {
        pending.push(
          this.#step(service ? said : [], () => this.flow.machine.transition(kept, event, this.#scope as never)),
        );
      }
    }
    return ends;
  }

  #step(said: Say[], take: () => AnyMachineSnapshot) {
    this.#performed = [];
    const snapshot = take();
    for (const { type } of this.#performed) this.actions.add(type);
    const spoken = this.#performed.filter(({ type }) => type === 'say').map(({ params }) => params as Say);
    const invoked = this.#performed.findLast(({ type }) => type === 'xstate.spawnChild')?.params;
    return { snapshot, said: [...said, ...spoken], service: invoked as Invocation | undefined };
  }

  #question(snapshot: AnyMachineSnapshot, said: Say[]): Question {
    const state = String(snapshot.value);
    const [meta] = Object.values(snapshot.getMeta()) as { screen?: string }[];
    const name = meta?.screen ?? '';
    const screen = this.flow.screens[name]?.(snapshot.context as never);
    if (!screen) throw new Error(`State ${state} of ${this.flow.name} rests but shows no screen.`);
    return { state, name, screen, said, accepts: (event) => snapshot.can(event) };
  }

  #isNew(what: unknown): boolean {
    const key = JSON.stringify(what);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

/** What a question shows is compared by the question; of the rest only what guards may ask for makes a difference. */
const shownOrCarried = new Set([
  'clinicId',
  'clues',
  'clinics',
  'places',
  'page',
  'followed',
  'home',
  'state',
  'text',
  'location',
  'question',
  'data',
  'next',
  'words',
  'length',
  'limit',
  'preview',
  'chosen',
  'days',
  'reason',
  'misses',
  'lat',
  'lng',
  'capacity',
  'said',
  'newDay',
  'file',
  'loaded',
  'municipality',
  'dayCode',
]);

function guarded(key: string, value: unknown): unknown {
  return shownOrCarried.has(key) ? undefined : value;
}

/** What a person can do at a question: of many choices of one kind the first and the last. */
function repliesTo({ screen, accepts }: Question, words: readonly string[] = []): FlowEvent[] {
  const chosen = (screen.choices ?? []).map(({ event }) => event);
  const type = (index: number) => chosen[index]?.type;
  const replies = chosen.filter((event, index) => event.type !== type(index - 1) || event.type !== type(index + 1));
  replies.push({ type: 'location', lat: 19.5, lng: -96.9 }, { type: 'back' });
  if (screen.number)
    replies.push({ type: 'number', number: screen.number.from }, { type: 'number', number: screen.number.to });
  else if (screen.expects === 'text') replies.push({ type: 'text', text: clinic });
  if (screen.several) {
    const all = [...screen.several.keys()];
    for (const picks of [[0], [0, 1], all]) replies.push({ type: 'picks', picks, removes: false });
    for (const picks of [all.slice(-1), all]) replies.push({ type: 'picks', picks, removes: true });
    for (const against of ['removes', 'swaps']) replies.push({ type: 'text', text: clinic, against });
  }
  if (screen.stays || screen.ownWords) replies.push(...words.map((text) => ({ type: 'text', text })));
  const takesAnything = screen.free || screen.sentences;
  if (takesAnything || screen.expects === 'text') replies.push(...words.map((text) => ({ type: 'text', text })));
  if (takesAnything) replies.push({ type: 'text', text: 'muy largo '.repeat(101) });
  replies.push({ type: 'photo', mime: 'image/jpeg', data: '' });
  replies.push({ type: 'document', name: 'a.pdf', mime: 'application/pdf', data: '' });
  return replies.filter(accepts);
}

interface Invocation {
  id: string;
  src: ServiceName;
  input: never;
}

function answersOf({ id, src, input }: Invocation): FlowEvent[] {
  const outputs = (serviceOutputs[src] as (input: never) => readonly unknown[])(input);
  return [
    ...outputs.map((output) => ({ type: `xstate.done.actor.${id}`, output, actorId: id })),
    ...(refusals[src] ?? refusals.any).map((code) => ({
      type: `xstate.error.actor.${id}`,
      error: new Refusal(code),
      actorId: id,
    })),
  ];
}
