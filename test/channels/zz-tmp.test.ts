import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDirectly } from '../testkit/voices/simulator.ts';
import { playBy } from '../testkit/voices/stage.ts';
import { openTelegram } from '../testkit/voices/telegram.ts';
import { openWhatsappCloud } from '../testkit/voices/whatsapp-cloud.ts';
const script = (t: string) => readFileSync(new URL(`../chats/${t}.chat`, import.meta.url), 'utf8');
test('rows', async () => {
  const voice = await openTelegram();
  const say = voice.say;
  voice.say = (n, c, i) => { console.log(JSON.stringify(c)); return say(n, c.type === 'text' && c.text === '2' ? { type: 'text', text: '3' } : c, i)};
  expect(await playBy(voice, script('elena-avisa-que-ira'))).toEqual(await playBy(openDirectly(), script('elena-avisa-que-ira')));
});
test('twice', async () => {
  const voice = await openTelegram();
  const send = voice.channel!.send.bind(voice.channel);
  voice.channel!.send = async (to, m) => { await send(to, m); return send(to, m); };
  await playBy(voice, script('elena-avisa-que-ira'));
});
test('hints', async () => {
  const voice = await openTelegram();
  const send = voice.channel!.send.bind(voice.channel);
  voice.channel!.send = async (to, m) => send(to, { ...m, reply: { ...m.reply, choices: m.reply.choices?.map(({ hint, ...c }: any) => c) } });
  await playBy(voice, script('elena-avisa-que-ira'));
});
test('template', async () => {
  const voice = await openWhatsappCloud();
  const send = voice.channel!.send.bind(voice.channel);
  voice.channel!.send = async (to, m) => { console.log(m.notice, m.silentMs, JSON.stringify(m.template)); return send(to, m) };
  await playBy(voice, script('recordatorios'));
  console.log((await voice.seen('elena')).slice(-12).join('\n'));
});
