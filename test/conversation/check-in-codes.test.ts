/** The codes that people bring to the door, as they are typed there. */

import { describe, expect, it } from 'vitest';
import { checkInCodesIn } from '../../src/conversation/codes.ts';

describe('check-in codes', () => {
  it.each([
    ['7K3P', ['7K3P']],
    ['código 7k3p por favor', ['7K3P']],
    ['7 K 3 P', ['7K3P']],
    ['V4XP YZ6A', ['V4XP', 'YZ6A']],
    ['V4XP y YZ6A', ['V4XP', 'YZ6A']],
    ['v4xp, yz6a, 22GS', ['V4XP', 'YZ6A', '22GS']],
    ['V4XPYZ6A', ['V4XP', 'YZ6A']],
    ['V4XP V4XP', ['V4XP']],
    ['llegaron 2 señoras', []],
    ['2027', []],
    ['nada', []],
    ['', []],
  ])('%s', (text, codes) => expect(checkInCodesIn(text)).toEqual(codes));
});
