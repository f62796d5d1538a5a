/** Somebody who writes without end is asked for patience once; the others notice nothing. */

import { expect, it } from 'vitest';
import { createFloodGate, type FloodGate } from '../../src/conversation/flood.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let keys = 0;
/** As many new messages, one after the other. */
const write = (gate: FloodGate, sender: string, count: number, now: number) =>
  Array.from({ length: count }, () => gate.admit(sender, `key ${++keys}`, now));

it('admits as many a minute, the last with a word, and no more', () => {
  const gate = createFloodGate({ most: 3 });
  const ana = [0, 1, 2, 3, 4].map((second) => gate.admit('ana', `${second}`, second * 1000));
  expect(ana).toEqual(['yes', 'yes', 'last', 'no', 'no']);
  expect(gate.admit('luis', '5', 4000)).toBe('yes');
  expect(gate.admit('ana', '6', MINUTE - 1)).toBe('no');
  expect(gate.admit('ana', '7', MINUTE)).toBe('yes');
});

it('counts a message once however often it is tried, and admits it as the first time', () => {
  const gate = createFloodGate({ most: 3 });
  for (let tries = 0; tries < 9; tries++) expect(gate.admit('ana', 'busy', tries)).toBe('yes');
  expect(gate.admit('ana', 'two', 10)).toBe('yes');
  expect(gate.admit('ana', 'three', 10)).toBe('last');
  expect(gate.admit('ana', 'four', 10)).toBe('no');
  const again = ['busy', 'two', 'three', 'four'].map((key) => gate.admit('ana', key, 11));
  expect(again).toEqual(['yes', 'yes', 'last', 'no']);
});

it('leaves who fills three minutes in a row alone for an hour, and tells it once', () => {
  let floods = 0;
  const gate = createFloodGate({ most: 2, onFlood: () => floods++ });
  for (const minute of [0, 1, 2]) {
    expect(floods).toBe(0);
    expect(write(gate, 'bot', 3, minute * MINUTE)).toEqual(['yes', 'last', 'no']);
  }
  expect(floods).toBe(1);
  for (const minute of [3, 20, 61]) expect(write(gate, 'bot', 3, minute * MINUTE)).toEqual(['no', 'no', 'no']);
  expect(write(gate, 'ana', 2, 20 * MINUTE)).toEqual(['yes', 'last']);
  expect(write(gate, 'bot', 3, 2 * MINUTE + HOUR)).toEqual(['yes', 'last', 'no']);
  expect(floods).toBe(1);
});

it('leaves nobody alone who filled three minutes with a quiet one between', () => {
  let floods = 0;
  const gate = createFloodGate({ most: 2, onFlood: () => floods++ });
  for (const minute of [0, 1, 3, 4, 6, 7]) write(gate, 'ana', 3, minute * MINUTE);
  write(gate, 'luis', 2, 0);
  write(gate, 'luis', 2, MINUTE);
  write(gate, 'luis', 1, 2 * MINUTE);
  write(gate, 'luis', 2, 3 * MINUTE);
  expect(floods).toBe(0);
});

it('remembers so many senders and no more', () => {
  const gate = createFloodGate({ most: 1 });
  write(gate, 'ana', 1, 0);
  for (let at = 0; at < 50_000; at++) gate.admit(`p${at}`, 'key', 1);
  expect(gate.admit('ana', 'other', 2)).toBe('last');
  expect(gate.admit('p49999', 'other', 2)).toBe('no');
});
