/** What was said and the question that follows, put into one reply. */

import type { Say, Screen } from './flow.ts';
import type { Reply } from './reply.ts';
import type { Text } from './text.ts';

/** One message a turn: the paragraphs of all that was said, then the question. `turn` marks its choices. */
export function compose(
  { said, screen }: { said: readonly Say[]; screen: Screen },
  turn: number,
  say: (text: Text | string) => string,
): { reply: Reply; secret: boolean } {
  const paragraphs: string[] = [];
  const reply: Reply = { text: '' };
  let secret = screen.secret ?? false;
  for (const { location, image, document, secret: isSecret, ...text } of said) {
    paragraphs.push(say(text));
    if (location) reply.location = location;
    if (image) reply.image = image;
    if (document) reply.document = document;
    if (isSecret) secret = true;
  }
  for (const text of screen.text) paragraphs.push(say(text));
  reply.text = paragraphs.join('\n\n');
  if (screen.choices) {
    reply.choices = screen.choices.map(({ label, hint }, index) => {
      const choice = { id: `${turn}:${index}`, label: say(label) };
      return hint === undefined ? choice : { ...choice, hint: say(hint) };
    });
  }
  const expects = screen.expects ?? (screen.choices ? 'choice' : undefined);
  if (expects) reply.expects = expects;
  return { reply, secret };
}
