/** The pages of the flows: as the code stands, and valid Mermaid whatever a state is called. */

import { describe, expect, it } from 'vitest';
import { fromPromise, setup } from 'xstate';
import { diagram, drawFlow, outdated } from '../../src/draw.ts';

const machine = setup({
  actors: { 'find.it': fromPromise(async () => 1) },
  guards: { 'is-one': () => true },
}).createMachine({
  initial: 'state',
  on: { again: '.state' },
  states: {
    state: {
      meta: { screen: 'first' },
      on: { 'by-place': 'end-of-it', 'a;b:c#d': { actions: () => {} }, shut: undefined },
    },
    'end-of-it': {
      invoke: {
        src: 'find.it',
        onDone: [{ guard: 'is-one', target: 'end' }, { target: 'end' }],
        onError: { guard: () => true, target: 'state' },
      },
    },
    end: { type: 'final' },
  },
});

describe('the page of every flow', () => {
  it('says what its code says', () => expect(outdated().map(({ path }) => path)).toEqual([]));
});

describe('a diagram', () => {
  it('has ids and labels that Mermaid can read, every way, and the end', () => {
    expect(diagram(machine)).toEqual([
      'stateDiagram-v2',
      '  classDef resting fill:#e8e8e8,stroke:#555555,color:#000000',
      '  state "in any state" as anywhere',
      '  state "state" as state_',
      '  state_ : screen first',
      '  class state_ resting',
      '  state "end-of-it" as end_of_it',
      '  end_of_it : service find.it',
      '  state "end" as end_',
      '  [*] --> state_',
      '  anywhere --> state_ : again',
      '  state_ --> end_of_it : by-place',
      '  state_ --> state_ : a#59;b#58;c#35;d',
      '  end_of_it --> end_ : done [is-one], done',
      '  end_of_it --> state_ : refused [no name]',
      '  end_ --> [*]',
    ]);
  });
});

describe('the table of screens', () => {
  const screens = `
/** What it shows. */
const label = (key: string) => ({ key: \`sample:label.\${key}\` });

function facts(): Text[] {
  return [{ key: 'sample:fact' }, ...more()];
}

function more() {
  return facts() ?? [{ key: 'sample:more' }];
}

export const screens = {
  first: (): Screen => ({ text: [{ key: 'sample:ask' }, ...facts()], choices: [label('yes')] }),
  second: ({ answer }: Context): Screen => ({
    text: [{ key: \`sample:recorded.\${answer}\` }],
  }),
};
`;
  const page = drawFlow(
    {
      name: 'sample',
      version: 1,
      machine,
      screens: { first: () => ({ text: [] }), second: () => ({ text: [] }) },
      opens: { menu: () => ({}) },
    },
    { machine: '/** Looks for\n * something. */\n', screens },
  );

  it('names the texts of each screen and of the functions it calls', () => {
    expect(page).toContain('| `first` | state | `ask`, `fact`, `more` |\n| `second` |  | `recorded.…` |\n');
  });

  it('stands under the first sentence of the machine and the intents', () => {
    expect(page).toContain('\n\nLooks for something.\n\n');
    expect(page).toContain('## What opens it\n\n`menu`\n');
  });
});
