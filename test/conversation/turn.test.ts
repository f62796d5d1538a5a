/** The engine of turns, on flows made for it: what it runs, what it refuses to run, how it comes to rest. */

import { expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import { actions, defineFlow, type Flow, services } from '../../src/conversation/flow.ts';
import { Engine, type Serve, type Standing } from '../../src/conversation/turn.ts';
import { Refusal } from '../../src/domain/refusal.ts';

const screens = { rest: () => ({ text: [{ key: 'menu:ask' }] }), other: () => ({ text: [{ key: 'menu:help' }] }) };
const flow = (name: string, machine: Flow['machine']) => defineFlow({ name, version: 1, machine, screens, opens: {} });
const open = (name: string, input = {}) => ({ type: 'open' as const, flow: name, input });
const event = (type: string) => ({ type: 'event' as const, event: { type } });
const nobody: Serve = async (name) => {
  throw new Error(`nobody serves ${name}`);
};

const asking = flow(
  'asking',
  setup({
    types: {} as { context: { heard: string } },
    actors: services('noticeLevel', 'setNotices'),
    actions,
  }).createMachine({
    context: { heard: '' },
    initial: 'resting',
    states: {
      resting: {
        meta: { screen: 'rest' },
        on: { ask: 'serving', leave: 'left', wrong: { guard: () => false, target: 'left' } },
      },
      serving: {
        invoke: {
          src: 'noticeLevel',
          input: {},
          onDone: { target: 'second', actions: assign({ heard: ({ event: { output } }) => output }) },
          onError: { target: 'refused', actions: { type: 'say', params: { key: 'menu:thanks' } } },
        },
      },
      second: {
        invoke: {
          src: 'setNotices',
          input: ({ context }) => ({ level: context.heard as 'all' }),
          onDone: { target: 'resting', actions: { type: 'say', params: { key: 'menu:goodbye' } } },
          onError: 'refused',
        },
      },
      refused: { meta: { screen: 'other' } },
      left: { type: 'final' },
    },
  }),
);
const endless = flow(
  'endless',
  createMachine({ initial: 'a', states: { a: { type: 'final' } }, output: { flow: 'endless' } }),
);
const loud = flow(
  'loud',
  createMachine({ initial: 'a', entry: { type: 'shout' }, states: { a: { meta: { screen: 'rest' } } } }),
);
const timed = flow(
  'timed',
  createMachine({ initial: 'a', states: { a: { meta: { screen: 'rest' }, after: { 1000: 'b' } }, b: {} } }),
);
const mute = flow('mute', createMachine({ initial: 'a', states: { a: {} } }));
const engine = new Engine([asking, endless, loud, timed, mute], 'asking');
const begin = async (): Promise<Standing> => (await engine.turn(undefined, open('asking'), nobody, {})).standing;

it('runs services in their order, feeds their outcome back and says what the flow says', async () => {
  const served: unknown[] = [];
  const serve: Serve = async (name, input) => {
    served.push([name, input]);
    return name === 'noticeLevel' ? 'changes' : undefined;
  };
  const turned = await engine.turn(await begin(), event('ask'), serve, {});
  expect(served).toEqual([
    ['noticeLevel', {}],
    ['setNotices', { level: 'changes' }],
  ]);
  expect(turned.said).toEqual([{ key: 'menu:goodbye' }]);
  expect(turned.standing).toMatchObject({
    flow: 'asking',
    version: 1,
    value: 'resting',
    context: { heard: 'changes' },
  });
  expect(turned.screen.text).toEqual([{ key: 'menu:ask' }]);
});

it('takes a refusal to onError, and every other error out of the turn', async () => {
  const refuse: Serve = async () => {
    throw new Refusal('assembly-past');
  };
  const turned = await engine.turn(await begin(), event('ask'), refuse, {});
  expect(turned).toMatchObject({ standing: { value: 'refused' }, said: [{ key: 'menu:thanks' }] });
  await expect(engine.turn(await begin(), event('ask'), nobody, {})).rejects.toThrow('nobody serves noticeLevel');
});

it('accepts what the open state answers, and nothing that a guard or the state refuses', async () => {
  const standing = await begin();
  const accepts = (type: string, at = standing) => engine.accepts(at, { type });
  expect([accepts('ask'), accepts('leave'), accepts('wrong'), accepts('menu')]).toEqual([true, true, false, false]);
  expect(accepts('ask', { ...standing, value: 'refused' })).toBe(false);
  expect(accepts('ask', { ...standing, value: 'no such state' })).toBe(false);
});

it('does not change the saved standing, and gives the same turn for the same one through JSON', async () => {
  const standing = await begin();
  const before = JSON.stringify(standing);
  const first = await engine.turn(standing, event('leave'), nobody, {});
  expect(JSON.stringify(standing)).toBe(before);
  expect(await engine.turn(JSON.parse(before) as Standing, event('leave'), nobody, {})).toEqual(first);
});

it('leads home when a flow ends without saying where', async () => {
  const turned = await engine.turn(await begin(), event('leave'), nobody, {});
  expect(turned.standing).toMatchObject({ flow: 'asking', value: 'resting', misses: 0 });
});

it('throws for a flow that never rests', async () => {
  await expect(engine.turn(undefined, open('endless'), nobody, {})).rejects.toThrow(/endless does not come to rest/);
});

it('throws for an action that flows may not use: their own, timers', async () => {
  await expect(engine.turn(undefined, open('loud'), nobody, {})).rejects.toThrow('may not use the action shout');
  await expect(engine.turn(undefined, open('timed'), nobody, {})).rejects.toThrow(/may not use the action xstate/);
});

it('throws for a state that rests without a question, and for flows and states that do not exist', async () => {
  await expect(engine.turn(undefined, open('mute'), nobody, {})).rejects.toThrow('rests but names no screen');
  await expect(engine.turn(undefined, open('nowhere'), nobody, {})).rejects.toThrow('no flow nowhere');
  const lost = { ...(await begin()), value: 'lost' };
  await expect(engine.turn(lost, event('ask'), nobody, {})).rejects.toThrow('No state lost');
});

it('knows no question of another version, another flow or an unknown state', async () => {
  const standing = await begin();
  expect(engine.screenOf(standing)).toEqual(screens.rest());
  expect(engine.screenOf({ ...standing, version: 2 })).toBeUndefined();
  expect(engine.screenOf({ ...standing, flow: 'gone' })).toBeUndefined();
  expect(engine.screenOf({ ...standing, value: 'gone' })).toBeUndefined();
});

it('works after a turn that threw as before it', async () => {
  await expect(engine.turn(undefined, open('loud'), nobody, {})).rejects.toThrow();
  await expect(engine.turn(await begin(), event('ask'), nobody, {})).rejects.toThrow();
  expect((await engine.turn(await begin(), event('leave'), nobody, {})).said).toEqual([]);
});
