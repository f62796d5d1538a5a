/** One turn: a saved conversation and what happened, to the next conversation and what to say. XState without live actors. */

import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, createActor } from 'xstate';
import { Refusal } from '../domain/refusal.ts';
import type { Arrival, Flow, FlowEvent, Next, Say, Screen } from './flow.ts';
import { Memory } from './memory.ts';
import type { ServiceName } from './services.ts';

/** Where a conversation stands between two messages: small plain JSON. */
export interface Standing {
  flow: string;
  version: number;
  value: string;
  context: Record<string, unknown>;
  /** The clinic that the conversation is about. */
  clinicId?: number;
  /** Messages in a row that were not understood. */
  misses: number;
}

/** What happened: an event for the open flow, or a way into another. */
export type Stimulus =
  | { type: 'event'; event: FlowEvent }
  | { type: 'open'; flow: string; input: Record<string, unknown> };

export interface Turned {
  standing: Standing;
  said: Say[];
  screen: Screen;
}

/** Runs a service inside the unit of work. Rejects with a `Refusal` where the programme's rules say no. */
export type Serve = (name: ServiceName, input: unknown) => Promise<unknown>;

/** Steps one message may cause; more than this is a loop in a flow. */
const STEP_LIMIT = 30;

/** What a step asks for: a custom action, or one of xstate's own, whose names begin with `xstate.`. */
interface Action {
  type: string;
  params?: unknown;
}

export class Engine {
  readonly #flows: ReadonlyMap<string, { flow: Flow; runner: Runner }>;
  /** Where a conversation begins, and where flows lead that name nothing else. */
  readonly home: string;

  constructor(flows: readonly Flow[], home: string) {
    this.#flows = new Map(flows.map((flow) => [flow.name, { flow, runner: new Runner(flow.machine) }]));
    this.home = home;
  }

  /** The open question of a saved conversation; undefined if its flow has changed since. */
  screenOf(standing: Standing): Screen | undefined {
    const known = this.#flows.get(standing.flow);
    if (known?.flow.version !== standing.version || !(standing.value in known.flow.machine.states)) return undefined;
    return screenOf(known.flow, standing);
  }

  /** Whether the open flow itself has an answer to this event. */
  accepts(standing: Standing, event: FlowEvent): boolean {
    return this.#known(standing.flow).runner.restore(standing)?.can(event) ?? false;
  }

  /**
   * Throws for a bug only: an unknown service, a loop, a failing service that did not refuse.
   * `standing` must be one that `screenOf` knows, or absent, when `stimulus` opens a flow.
   */
  async turn(standing: Standing | undefined, stimulus: Stimulus, serve: Serve, arrival: Arrival): Promise<Turned> {
    const said: Say[] = [];
    let clinicId = standing?.clinicId ?? arrival.clinicId;
    let open = stimulus.type === 'open' ? stimulus.flow : (standing?.flow ?? this.home);
    let { flow, runner } = this.#known(open);
    let snapshot: AnyMachineSnapshot;
    let actions: Action[];
    if (stimulus.type === 'open') [snapshot, actions] = runner.begin({ clinicId, ...arrival, ...stimulus.input });
    else {
      const restored = standing && runner.restore(standing);
      if (!restored) throw new Error(`No state ${standing?.value} in flow ${open}.`);
      [snapshot, actions] = runner.step(restored, stimulus.event);
    }

    for (let steps = 0; ; steps++) {
      if (steps > STEP_LIMIT) throw new Error(`Flow ${open} does not come to rest (${String(snapshot.value)}).`);
      const service = collect(actions, said);
      if (service) {
        const event = await runService(service, serve);
        [snapshot, actions] = runner.step(snapshot, event);
        continue;
      }
      clinicId = (snapshot.context as { clinicId?: number }).clinicId ?? clinicId;
      if (snapshot.status !== 'done') break;
      const next = (snapshot.output as Next | undefined) ?? { flow: this.home };
      open = next.flow;
      ({ flow, runner } = this.#known(open));
      [snapshot, actions] = runner.begin({ clinicId, ...arrival, ...next.input });
    }
    return {
      standing: {
        flow: flow.name,
        version: flow.version,
        value: String(snapshot.value),
        context: atRest(snapshot.context),
        clinicId,
        misses: 0,
      },
      said,
      screen: screenOf(flow, snapshot),
    };
  }

  #known(name: string) {
    const known = this.#flows.get(name);
    if (!known) throw new Error(`There is no flow ${name}.`);
    return known;
  }
}

/** What was typed, where somebody was and that they wrote for the first time belong to one message: none of it is saved. */
function atRest(context: Record<string, unknown>): Record<string, unknown> {
  const { text: _text, location: _location, first: _first, ...kept } = context;
  return kept;
}

function screenOf(flow: Flow, { value, context }: Pick<Standing, 'value' | 'context'>): Screen {
  const meta = flow.machine.states[value]?.meta as { screen?: string } | undefined;
  const screen = meta?.screen === undefined ? undefined : flow.screens[meta.screen];
  if (!screen) throw new Error(`State ${value} of flow ${flow.name} rests but names no screen.`);
  return screen(context as never);
}

interface Invocation {
  id: string;
  service: ServiceName;
  input: unknown;
}

/** Takes down what is said and returns the service to run, if one was invoked. */
function collect(actions: readonly Action[], said: Say[]): Invocation | undefined {
  let invocation: Invocation | undefined;
  for (const action of actions) {
    if (action.type === 'say') said.push(action.params as Say);
    else if (action.type === 'xstate.spawnChild') {
      const { id, src, input } = action.params as { id: string; src: string; input: unknown };
      invocation = { id, service: src as ServiceName, input };
    } else if (action.type !== 'xstate.stopChild') throw new Error(`Flows may not use the action ${action.type}.`);
  }
  return invocation;
}

async function runService({ id, service, input }: Invocation, serve: Serve): Promise<FlowEvent> {
  try {
    return { type: `xstate.done.actor.${id}`, output: await serve(service, input), actorId: id };
  } catch (error) {
    if (error instanceof Refusal) return { type: `xstate.error.actor.${id}`, error, actorId: id };
    throw error;
  }
}

/** What many say alike. All else may be of one person alone, and is not kept in memory. */
const REPEATED: ReadonlySet<string> = new Set(['first', 'clinicId', 'office', 'own', 'remark', 'about', 'answer']);

/**
 * One machine, stepped by hand. `transition()` of xstate builds an actor, and with it an initial snapshot, at every
 * call; the same scope kept for the machine's life makes a step four times as fast. No action runs, no child starts.
 */
class Runner {
  readonly #openings = new Memory<[AnyMachineSnapshot, Action[]]>(1000);
  readonly #machine: AnyStateMachine;
  readonly #scope: AnyActorScope;
  readonly #restored = new Map<string, AnyMachineSnapshot>();
  #actions: Action[] = [];

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    const self = createActor(machine, { input: {} });
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
      actionExecutor: (action: Action) => this.#actions.push(action),
    } as unknown as AnyActorScope;
  }

  /** Many open the same flow with the same input, and a machine's beginning follows from its input alone. */
  begin(input: Record<string, unknown>): [AnyMachineSnapshot, Action[]] {
    const open = () => this.#collecting(() => this.#machine.getInitialSnapshot(this.#scope as never, input));
    const known = Object.keys(input).every((name) => input[name] === undefined || REPEATED.has(name));
    return known ? this.#openings.recall(JSON.stringify(input), open) : open();
  }

  step(snapshot: AnyMachineSnapshot, event: FlowEvent): [AnyMachineSnapshot, Action[]] {
    return this.#collecting(() => this.#machine.transition(snapshot, event, this.#scope as never));
  }

  /** Undefined if the machine has no such state. */
  restore({ value, context }: Standing): AnyMachineSnapshot | undefined {
    let snapshot = this.#restored.get(value);
    if (!snapshot) {
      if (!(value in this.#machine.states)) return undefined;
      snapshot = this.#machine.resolveState({ value, context: {} });
      this.#restored.set(value, snapshot);
    }
    return { ...snapshot, context } as AnyMachineSnapshot;
  }

  #collecting(step: () => AnyMachineSnapshot): [AnyMachineSnapshot, Action[]] {
    this.#actions = [];
    const snapshot = step();
    return [snapshot, this.#actions];
  }
}
