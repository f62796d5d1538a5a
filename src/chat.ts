/** The conversation in the terminal: the simulator's own door, so that both say the same. */

import { createInterface } from 'node:readline/promises';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { start } from './main.ts';

interface ShownReply {
  id: number;
  text: string;
  choices: { id: string; label: string; hint?: string }[];
  location?: { lat: number; lng: number };
  image?: { url: string };
  document?: { url: string; name: string };
}

/** Talks to the program that runs on this database, or starts one for as long as the chat lasts. */
async function connect(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  const running = `http://${config.host}:${config.port}`;
  const answers = await fetch(`${running}/simulator/messages?to=terminal`).then(
    (response) => response.ok,
    () => false,
  );
  if (answers) return { url: running, stop: async () => {} };
  return await start({ ...config, simulator: true, port: 0, logLevel: 'silent' });
}

function shown({ text, choices, location, image, document }: ShownReply, url: string): string {
  const lines = [text];
  for (const [index, { label, hint }] of choices.entries())
    lines.push(`  ${index + 1}. ${label}${hint ? ` — ${hint}` : ''}`);
  if (location)
    lines.push(
      `  Mapa: https://www.openstreetmap.org/?mlat=${location.lat}&mlon=${location.lng}#map=17/${location.lat}/${location.lng}`,
    );
  if (image) lines.push(`  Imagen: ${url}${image.url}`);
  if (document) lines.push(`  Archivo ${document.name}: ${url}${document.url}`);
  return `\n${lines.join('\n')}\n\n`;
}

async function say(url: string, from: string, text: string): Promise<string> {
  const response = await fetch(`${url}/simulator/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from, text }),
  });
  const body = (await response.json()) as { replies?: ShownReply[]; error?: string };
  if (body.error) return `\n(${body.error})\n\n`;
  return (body.replies ?? []).map((reply) => shown(reply, url)).join('');
}

async function chat(config: Config): Promise<void> {
  const program = await connect(config);
  const from = process.env.USER || 'terminal';
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: `${from}> ` });
  process.stdout.write(
    `Conversación de prueba en ${config.databaseUrl}. Escriba, por ejemplo: hola. Para salir: Ctrl+D.\n\n`,
  );
  let open = true;
  input.once('close', () => {
    open = false;
  });
  input.prompt();
  for await (const text of input) {
    if (text.trim() !== '') process.stdout.write(await say(program.url, from, text));
    if (open) input.prompt();
  }
  await program.stop();
}

try {
  await chat(loadConfig(process.env));
} catch (error) {
  process.stderr.write(`\n${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
