/** Somebody who writes without end is asked for patience once; the others notice nothing. */

import { expect, it } from 'vitest';
import { createFloodGate } from '../../src/conversation/flood.ts';

const MINUTE = 60_000;

it('admits as many a minute, the last with a word, and no more', () => {
  const gate = createFloodGate(3);
  const ana = [0, 1, 2, 3, 4].map((second) => gate.admit('ana', second * 1000));
  expect(ana).toEqual(['yes', 'yes', 'last', 'no', 'no']);
  expect(gate.admit('luis', 4000)).toBe('yes');
  expect(gate.admit('ana', MINUTE - 1)).toBe('no');
  expect(gate.admit('ana', MINUTE)).toBe('yes');
});
