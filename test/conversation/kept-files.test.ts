/** A photo that many ask for is stored once: their answers hold its id, and are whole wherever they are read. */

import { expect, it } from 'vitest';
import { deleteFile } from '../../src/domain/files.ts';
import { sentMessage } from '../../src/domain/notices/sent.ts';
import { keepPhoto, showPhoto } from '../../src/domain/works/photos.ts';
import { decideWork } from '../../src/domain/works/works.ts';
import { appoint } from '../testkit/office.ts';
import { openPostOffice, outboxOf } from '../testkit/post-office.ts';
import { describeStores } from '../testkit/stores.ts';
import { LORETO, NOW } from '../testkit/town.ts';
import { openTown } from '../testkit/town-bot.ts';

describeStores('an answer with a photo', (open) => {
  it('holds it by its id in the outbox, and in full for whoever is answered', async () => {
    const store = await open();
    const town = await openTown(store);
    const by = { personId: await appoint(store, 'president'), now: NOW };
    const data = Buffer.from('a photo of a roof').toString('base64');
    const fileId = await store.run(async (tx) => {
      const { id: workId } = await decideWork(tx, { ...by, clinicId: LORETO, code: 'pisos' });
      const photo = await keepPhoto(tx, { ...by, clinicId: LORETO, mime: 'image/jpeg', data });
      await showPhoto(tx, { ...by, workId, fileId: photo });
      return photo;
    });
    await town.send('ana', 'umf loreto');
    await town.send('ana', 'avance');
    const first = await town.send('ana', '1', 'same');
    const again = await town.send('ana', '1', 'same');
    const kept = { name: 'foto.jpg', mime: 'image/jpeg', data };
    const image = { fileId, ...kept };
    expect(first.answers).toMatchObject([{ reply: { image } }]);
    expect(again).toEqual({ ...first, duplicate: true });
    const stored = JSON.stringify(await outboxOf(store));
    expect(stored).not.toContain(data);
    expect(stored).toContain(`"image":{"fileId":${fileId}}`);
    const office = openPostOffice(store);
    await office.idle();
    await office.stop();
    expect(office.sendings.map(({ reply }) => reply.image)).toEqual([undefined, undefined, { fileId, ...kept }]);
    const id = first.answers[0]?.id ?? 0;
    const read = () => store.run((tx) => sentMessage(tx, { id, channel: 'simulator' }));
    expect(await read()).toMatchObject({ reply: { image } });
    await store.run((tx) => deleteFile(tx, fileId));
    expect((await read())?.reply).toMatchObject({ image: undefined, text: first.answers[0]?.reply.text });
    await town.close();
  });
});
