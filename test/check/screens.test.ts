/** Every question that a person can be asked, in every language; and every machine, walked through from end to end. */

import { describe, expect, it } from 'vitest';
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { flows } from '../../flows/index.ts';
import { compose } from '../../src/conversation/compose.ts';
import { serviceOutputs } from '../testkit/service-outputs.ts';
import { type Question, walk } from '../testkit/walk.ts';
import { localizer } from '../world.ts';

const walked = walk(flows);
const graphemes = new Intl.Segmenter('es-MX', { granularity: 'grapheme' });

function lengthOf(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** What is wrong with a question in a language; nothing, one hopes. */
function faults({ screen, said }: Question, language: string): string[] {
  const { reply } = compose({ said, screen }, 1, (text) => localizer.text(language, text));
  const labels = (reply.choices ?? []).map(({ label }) => label);
  const all = [reply.text, ...labels, ...(reply.choices ?? []).map(({ hint = '' }) => hint)].join('\n');
  return [
    ...(labels.length > 9 ? [`${labels.length} choices`] : []),
    ...labels.filter((label) => label.trim() === '').map(() => 'an empty label'),
    ...labels.filter((label) => lengthOf(label) > 40).map((label) => `a label of ${lengthOf(label)}: ${label}`),
    ...labels.filter((label, index) => labels.indexOf(label) !== index).map((label) => `two choices ${label}`),
    ...(reply.text.trim() === '' ? ['no text'] : []),
    ...(lengthOf(reply.text) > 1000 ? [`a text of ${lengthOf(reply.text)}`] : []),
    ...(all.match(/\{\{|\}\}|undefined|\[object|\b[a-z]+:[a-z]+[.A-Z]\w*/g) ?? []).map((raw) => `raw: ${raw}`),
  ];
}

describe.each(walked)('the flow $flow.name', ({ flow, questions, taken, actions }) => {
  const states = Object.values(flow.machine.states) as AnyStateNode[];
  const transitions = [flow.machine.root, ...states].flatMap((state) =>
    [...[...state.transitions.values()].flat(), ...(state.always ?? [])].map((transition) => ({ state, transition })),
  );

  describe.each(Object.keys(flow.screens))('screen %s', (name) => {
    const asked = questions.filter((question) => question.name === name);

    it.each(localizer.languages)('can be read in %s', (language) => {
      expect(asked.length).toBeGreaterThan(0);
      expect([...new Set(asked.flatMap((question) => faults(question, language)))]).toEqual([]);
    });

    it('offers only what its state takes', () => {
      const dead = asked.flatMap(({ state, screen, accepts }) =>
        (screen.choices ?? []).filter(({ event }) => !accepts(event)).map(({ event }) => `${state}: ${event.type}`),
      );
      expect([...new Set(dead)]).toEqual([]);
    });
  });

  it('is flat: no parallel or inner states, no history', () => {
    expect(states.filter(({ type }) => type !== 'atomic' && type !== 'final').map(({ key }) => key)).toEqual([]);
  });

  it('leaves time to the jobs', () =>
    expect(states.filter(({ after }) => after.length > 0).map(({ key }) => key)).toEqual([]));

  it('invokes only services, and each has an answer to a refusal', () => {
    const invoked = states.flatMap((state) => state.invoke.map(({ id, src }) => ({ state, id, src: String(src) })));
    expect(invoked.filter(({ src }) => !(src in serviceOutputs)).map(({ src }) => src)).toEqual([]);
    expect(
      invoked.filter(({ state, id }) => !state.transitions.has(`xstate.error.actor.${id}`)).map(({ src }) => src),
    ).toEqual([]);
  });

  it('acts only by saying something and changing its context', () => {
    const own = states.flatMap(({ entry, exit }) => [...entry, ...exit]);
    const used = [...transitions.flatMap(({ transition }) => transition.actions), ...own].map((action) => {
      const name = typeof action === 'object' ? action.type : action;
      return typeof name === 'string' && name !== 'say' ? flow.machine.implementations.actions[name] : name;
    });
    const kinds = used.map((action) => (typeof action === 'function' && 'type' in action ? action.type : action));
    expect([...new Set(kinds)].filter((kind) => kind !== 'say' && kind !== 'xstate.assign')).toEqual([]);
    expect([...actions].filter((type) => !['say', 'xstate.spawnChild', 'xstate.stopChild'].includes(type))).toEqual([]);
  });

  it('names every guard', () => {
    expect(transitions.filter(({ transition: { guard } }) => typeof guard === 'function').map(nameOf)).toEqual([]);
  });

  it('asks in every resting state one of its own questions', () => {
    const resting = states.filter(
      ({ type, invoke, always }) => type !== 'final' && invoke.length === 0 && !always?.length,
    );
    const shown = resting.map(({ key, meta }) => [key, meta?.screen]);
    expect(shown.filter(([, screen]) => !Object.hasOwn(flow.screens, String(screen)))).toEqual([]);
  });

  it('has no way that nobody can take', () => {
    const shut = ({ transition: { target, actions } }: Way) => !target && actions.length === 0;
    expect(transitions.filter((way) => !shut(way) && !taken.has(way.transition)).map(nameOf)).toEqual([]);
  });
});

interface Way {
  state: AnyStateNode;
  transition: AnyTransitionDefinition;
}

function nameOf({ state, transition: { eventType, guard, target } }: Way): string {
  const on = eventType.replace(/^xstate\.(\w+)\.actor.*/, '$1');
  return `${state.key}: ${on}${guard ? ` [${String(guard)}]` : ''} -> ${target?.map(({ key }) => key).join() ?? 'itself'}`;
}
