/** The questions (`iq`) of a device that has logged in, and the server's answers. */

import {
  type BinaryNode,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  getBinaryNodeChildUInt,
} from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import type { Directory } from './directory.ts';
import { type PublicPreKey, signalKey } from './signal.ts';
import { bytesOf, child, stanza } from './stanzas.ts';

interface Query {
  node: BinaryNode;
  /** What is asked, the first child of the node. */
  asked: BinaryNode;
  companion: Companion;
  directory: Directory;
  mediaHost: string;
}

/** The content of the answer; undefined for an empty one. */
export function answerQuery(query: Query): BinaryNode[] | undefined {
  return ANSWERS[`${query.node.attrs.xmlns}/${query.asked.tag}`]?.(query);
}

/** What has no row here is answered with nothing, which Baileys takes for "done". */
const ANSWERS: Readonly<Record<string, (query: Query) => BinaryNode[] | undefined>> = {
  'encrypt/count': ({ companion }) => [stanza('count', { value: String(companion.preKeys.length) })],
  'encrypt/digest': () => [stanza('digest')],
  'encrypt/registration'({ node, companion }) {
    companion.signedPreKey = readSignedPreKey(child(node, 'skey'));
    companion.identityKey = bytesOf(child(node, 'identity'));
    companion.preKeys.push(...getBinaryNodeChildren(child(node, 'list'), 'key').map(readPreKey));
    return undefined;
  },
  'encrypt/rotate'({ asked, companion }) {
    companion.signedPreKey = readSignedPreKey(child(asked, 'skey'));
    return undefined;
  },
  'encrypt/key': ({ asked, directory }) => [
    stanza(
      'list',
      {},
      getBinaryNodeChildren(asked, 'user').map(({ attrs: { jid = '' } }) => {
        const bundle = directory.find(jid)?.signal.bundle();
        return stanza('user', { jid }, bundle ?? [stanza('error', { code: '404', text: 'item-not-found' })]);
      }),
    ),
  ],
  'usync/usync': ({ asked, companion, directory }) => [usync(asked, companion, directory)],
  'w:sync:app:state/sync': ({ asked }) => [
    stanza(
      'sync',
      {},
      getBinaryNodeChildren(asked, 'collection').map(({ attrs: { name = '', version = '0' } }) =>
        stanza('collection', { name, version }),
      ),
    ),
  ],
  'md/remove-companion-device'({ companion }) {
    companion.unlinked = true;
    return undefined;
  },
  'w:m/media_conn': ({ mediaHost }) => [
    stanza('media_conn', { auth: 'test', ttl: '3600' }, [stanza('host', { hostname: mediaHost })]),
  ],
  'abt/props': () => [stanza('props', { protocol: '1', hash: 'none' })],
  'privacy/privacy': () => [stanza('privacy', {}, [stanza('category', { name: 'readreceipts', value: 'all' })])],
};

function readPreKey(node: BinaryNode): PublicPreKey {
  const keyId = getBinaryNodeChildUInt(node, 'id', 3);
  if (keyId === undefined) throw new Error('a pre-key has no id');
  return { keyId, publicKey: signalKey(bytesOf(child(node, 'value'))) };
}

function readSignedPreKey(node: BinaryNode): Companion['signedPreKey'] {
  return { ...readPreKey(node), signature: bytesOf(child(node, 'signature')) };
}

/** Who is on the network, with which devices and which LID. */
function usync(asked: BinaryNode, companion: Companion, directory: Directory): BinaryNode {
  const protocols = child(asked, 'query');
  const wants = (tag: string) => getBinaryNodeChild(protocols, tag) !== undefined;
  const content = getBinaryNodeChildren(child(asked, 'list'), 'user').flatMap((node): BinaryNode[] => {
    const contact = getBinaryNodeChild(node, 'contact');
    const phone = contact?.content === undefined ? undefined : bytesOf(contact).toString().replace('+', '');
    const jid = phone === undefined ? (node.attrs.jid ?? '') : `${phone}@s.whatsapp.net`;
    const user = directory.find(jid);
    const parts = wants('contact') ? [stanza('contact', { type: user ? 'in' : 'out' })] : [];
    if (!user) return phone === undefined ? [] : [stanza('user', { jid }, parts)];
    if (wants('devices')) {
      const linked = user === companion.owner ? [...user.companions.keys()].map(String) : [];
      const devices = linked.map((id) => stanza('device', { id, 'key-index': id }));
      parts.push(stanza('devices', {}, [stanza('device-list', {}, [stanza('device', { id: '0' }), ...devices])]));
    }
    if (wants('lid')) parts.push(stanza('lid', { val: user.lid }));
    return [stanza('user', { jid }, parts)];
  });
  return stanza('usync', asked.attrs, [stanza('result'), stanza('list', {}, content)]);
}
