/** `npm run draw`: writes what each flow looks like to `flows/<name>/README.md`; with `--check` only says what would change. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { flows } from '../flows/index.ts';
import type { Flow } from './conversation/flow.ts';

/** A transition as it is drawn. */
interface Arrow {
  from: string;
  to: string;
  label: string;
}

/** The page of a flow, out of its definition and the sources of its `machine.ts` and `screens.ts`. */
export function drawFlow(flow: Flow, sources: { machine: string; screens: string }): string {
  const texts = textKeys(flow.name, sources.screens);
  const rows = Object.keys(flow.screens).map((screen) => {
    const states = restingStates(flow.machine).filter((state) => screenOf(state) === screen);
    const keys = texts.get(screen) ?? [];
    return `| \`${screen}\` | ${states.map(({ key }) => key).join(', ')} | ${keys.map((key) => `\`${key}\``).join(', ')} |`;
  });
  const parts = [
    `# ${flow.name}`,
    '<!-- Written by `npm run draw` from the code of this folder: change that, not this. -->',
    openingSentence(sources.machine),
    ['```mermaid', ...diagram(flow.machine), '```'].join('\n'),
    'Grey states rest and show a screen; the others pass by within one message.',
    '## What opens it',
    Object.keys(flow.opens)
      .map((intent) => `\`${intent}\``)
      .join(', ') || 'Only other flows.',
    '## What it shows',
    `The texts stand in \`locales/es-MX/${flow.name}.json\`.`,
    ['| Screen | In the states | Texts |', '|---|---|---|', ...rows].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A machine as the lines of a Mermaid `stateDiagram-v2`, in the order of its definition. */
export function diagram(machine: AnyStateMachine): string[] {
  const states = Object.values(machine.states) as AnyStateNode[];
  const anywhere = arrowsOf(machine.root, ANYWHERE);
  return [
    'stateDiagram-v2',
    '  classDef resting fill:#e8e8e8,stroke:#555555,color:#000000',
    ...(anywhere.length > 0 ? [`  state "in any state" as ${ANYWHERE}`] : []),
    ...states.flatMap((state) => [
      `  state "${state.key}" as ${idOf(state.key)}`,
      ...state.invoke.map(({ src }) => `  ${idOf(state.key)} : service ${escaped(String(src))}`),
      ...(screenOf(state) === undefined
        ? []
        : [`  ${idOf(state.key)} : screen ${escaped(String(screenOf(state)))}`, `  class ${idOf(state.key)} resting`]),
    ]),
    ...machine.root.initial.target.map(({ key }) => `  [*] --> ${idOf(key)}`),
    ...merged([...anywhere, ...states.flatMap((state) => arrowsOf(state, idOf(state.key)))]).map(
      ({ from, to, label }) => `  ${from} --> ${to}${label === '' ? '' : ` : ${escaped(label)}`}`,
    ),
    ...states.filter(({ type }) => type === 'final').map(({ key }) => `  ${idOf(key)} --> [*]`),
  ];
}

const ANYWHERE = 'anywhere';

/** What leads out of a state; an event that it only shuts out is not drawn. */
function arrowsOf(state: AnyStateNode, from: string): Arrow[] {
  return [...state.transitions.values(), state.always ?? []].flat().flatMap(({ eventType, guard, target, actions }) => {
    if (!target && actions.length === 0) return [];
    const name = typeof guard === 'object' ? guard.type : guard;
    const label = [eventName(eventType), guard && `[${typeof name === 'string' ? name : 'no name'}]`]
      .filter(Boolean)
      .join(' ');
    return (target ?? [state]).map(({ key }) => ({
      from,
      to: state === state.machine.root && !target ? from : idOf(key),
      label,
    }));
  });
}

/** One arrow between two states, however many ways lead along it. */
function merged(arrows: readonly Arrow[]): Arrow[] {
  const kept = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const way = `${arrow.from} ${arrow.to}`;
    const before = kept.get(way);
    kept.set(way, before ? { ...before, label: `${before.label}, ${arrow.label || 'else'}` } : arrow);
  }
  return [...kept.values()];
}

function eventName(type: string): string {
  if (type.startsWith('xstate.done.actor.')) return 'done';
  if (type.startsWith('xstate.error.actor.')) return 'refused';
  return type;
}

function restingStates(machine: AnyStateMachine): AnyStateNode[] {
  return Object.values(machine.states).filter((state) => screenOf(state) !== undefined);
}

function screenOf(state: AnyStateNode): string | undefined {
  return (state.meta as { screen?: string } | undefined)?.screen;
}

/** Letters, digits and underscores only, and none of Mermaid's own words. */
function idOf(key: string): string {
  const id = key.replace(/\W/g, '_');
  return ['state', 'note', 'end', 'class', 'classDef', 'style', 'direction', 'default', 'as', ANYWHERE].includes(id)
    ? `${id}_`
    : id;
}

/** Mermaid ends a label at a semicolon and reads `#…;` and colons as its own. */
function escaped(label: string): string {
  return label.replace(/[#;:"]/g, (mark) => `#${mark.charCodeAt(0)};`);
}

function openingSentence(source: string): string {
  return source.match(/^\/\*\*\s*([\s\S]*?)\s*\*\//)?.[1]?.replace(/\s*\n \* ?/g, ' ') ?? '';
}

/**
 * The keys of texts that each screen can show: those written in it and in the functions of its file that it names.
 * A key that is put together (`assembly:recorded.${answer}`) stands with an ellipsis. Labels of choices are left out.
 */
function textKeys(namespace: string, source: string): Map<string, string[]> {
  const pieces = new Map(sections(source, /^(?:export )?(?:function|const) (\w+)/));
  const screens = sections(pieces.get('screens') ?? '', /^ {2}(\w+)[:(]/);
  const inside = (text: string, seen: ReadonlySet<string>): string => {
    const named = [...pieces.keys()].filter((name) => !seen.has(name) && new RegExp(`\\b${name}\\(`).test(text));
    const all = new Set([...seen, ...named]);
    return text + named.map((name) => inside(pieces.get(name) ?? '', all)).join('');
  };
  const key = new RegExp(`['\`]${namespace}:(?!label\\.)([^'\`$]+)(\\$)?`, 'g');
  return new Map(
    screens.map(([screen, text]) => {
      const found = inside(text, new Set(['screens'])).matchAll(key);
      return [screen, [...new Set([...found].map(([, name, more]) => `${name}${more ? '…' : ''}`))]];
    }),
  );
}

/** Splits a source at the lines that begin something with a name. */
function sections(source: string, beginning: RegExp): [name: string, text: string][] {
  const found: [string, string][] = [];
  for (const line of source.split('\n')) {
    const name = line.match(beginning)?.[1];
    if (name !== undefined) found.push([name, '']);
    const last = found.at(-1);
    if (last) last[1] += `${line}\n`;
  }
  return found;
}

function read(url: URL): string {
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}

/** Every page that is not as it should be, by its path, with what it should say. */
export function outdated(): { path: string; url: URL; page: string }[] {
  return flows.flatMap((flow) => {
    const file = (name: string) => new URL(`../flows/${flow.name}/${name}`, import.meta.url);
    const page = drawFlow(flow, { machine: read(file('machine.ts')), screens: read(file('screens.ts')) });
    const url = file('README.md');
    return read(url) === page ? [] : [{ path: `flows/${flow.name}/README.md`, url, page }];
  });
}

if (import.meta.main) {
  const check = process.argv.includes('--check');
  for (const { path, url, page } of outdated()) {
    if (check) process.stdout.write(`${path} is not what the code says now: run \`npm run draw\`.\n`);
    else writeFileSync(url, page);
    process.exitCode = check ? 1 : 0;
  }
}
