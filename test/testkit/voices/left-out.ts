/** What of the transcripts a channel has no way to carry, and why. */

export type ChannelOfContract = 'simulator' | 'terminal' | 'telegram' | 'whatsapp-web' | 'whatsapp-cloud';

interface Transcript {
  title: string;
  script: string;
}

interface LeftOut {
  channel: ChannelOfContract;
  title: string;
  /** What is said; without it the whole transcript is left out. */
  lines?: readonly string[];
  because: string;
}

const leftOut: readonly LeftOut[] = [
  ...['clinica-que-no-esta', 'hello'].map((title) => ({
    channel: 'terminal' as const,
    title,
    because: 'Seven people and more: at a terminal each sits alone, and each takes a program.',
  })),
  ...['aviso-a-todos', 'cuantos-van-presidenta', 'entrada-en-la-puerta'].map((title) => ({
    channel: 'terminal' as const,
    title,
    because: 'More people than there are terminals: each sits alone, and each takes a program.',
  })),
  {
    channel: 'terminal',
    title: 'de-la-peticion-al-resultado',
    because: 'Six people: there are four terminals.',
  },
  ...['comite-cargos', 'reporte-de-obra', 'cargos-que-se-dejan', 'eleccion-del-comite'].map((title) => ({
    channel: 'terminal' as const,
    title,
    because: 'Five people: there are four terminals.',
  })),
  {
    channel: 'terminal',
    title: 'avance-informar',
    because: 'Five people: there are four terminals.',
  },
  {
    channel: 'terminal',
    title: 'informar-gastos',
    lines: ['[foto]', 'no se ve'],
    because: 'A terminal can only be typed at.',
  },
  ...['peticiones', 'peticiones-comite'].map((title) => ({
    channel: 'terminal' as const,
    title,
    lines: ['[foto]', 'no se ve nada de eso'],
    because: 'A terminal can only be typed at.',
  })),
  {
    channel: 'terminal',
    title: 'peticiones-lista',
    lines: ['[foto]', 'sí se ve: borre la foto'],
    because: 'A terminal can only be typed at.',
  },
  {
    channel: 'terminal',
    title: 'aviso-en-veda',
    lines: ['[foto]', 'sí, se puede mandar'],
    because: 'A terminal can only be typed at.',
  },
  {
    channel: 'terminal',
    title: 'aviso-detenido',
    lines: ['[foto]', 'sí, se puede mandar'],
    because: 'A terminal can only be typed at.',
  },
  {
    channel: 'terminal',
    title: 'boleta-errores',
    lines: ['[archivo lista.csv: Nombre,Teléfono | Rosa,613 123 4567 | Luis,+52 1 613 555 0101]'],
    because: 'A terminal can only be typed at.',
  },
  {
    channel: 'terminal',
    title: 'mismo-mensaje-dos-veces',
    because: 'What is typed has no id, and arrives once.',
  },
  {
    channel: 'terminal',
    title: 'no-se-entiende',
    lines: ['[nota de voz]', '[figura]', '[foto]', '[ubicación 40.4168, -3.7038]', '[ubicación 19.53, -96.92]'],
    because: 'A terminal can only be typed at.',
  },
  ...['convocar-varias', 'convocar-fechas-que-no-pueden-ser'].map((title) => ({
    channel: 'terminal' as const,
    title,
    because: 'A terminal can only be typed at: files and places cannot be sent from it.',
  })),
  {
    channel: 'whatsapp-web',
    title: 'mismo-mensaje-dos-veces',
    lines: ['[toca 1:0]', '[toca 99:7]'],
    because: 'There are no buttons, so there is no old one to tap: a number always answers the open question.',
  },
];

/**
 * Whether the transcript is not played on the channel at all. One about somebody with several accounts
 * (`elena@telegram> …`) is for the simulator alone, which stands for all channels at once.
 */
export function isLeftOut(channel: ChannelOfContract, { title, script }: Transcript): boolean {
  const several = /^\p{Ll}+@/mu.test(script);
  return several || leftOut.some((one) => one.channel === channel && one.title === title && !one.lines);
}

/** The transcript as it is played on the channel and, for comparison, on the simulator. */
export function withoutLinesOf(channel: ChannelOfContract, { title, script }: Transcript): string {
  const said = leftOut
    .filter((one) => one.channel === channel && one.title === title)
    .flatMap(({ lines = [] }) => lines);
  const missing = said.filter((text) => !script.includes(`> ${text}\n`));
  if (missing.length > 0) throw new Error(`${title} has no line ${missing.join(', ')}: left-out.ts names it.`);
  return script
    .split('\n')
    .filter((line) => !said.some((text) => line.endsWith(`> ${text}`)))
    .join('\n');
}
