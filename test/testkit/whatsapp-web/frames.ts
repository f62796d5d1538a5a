/** Frames on the wire: three bytes of length, then the frame; before the first one an intro. */

const INTRO = Buffer.from('WA');

export function frame(payload: Uint8Array): Buffer {
  const length = Buffer.alloc(3);
  length.writeUIntBE(payload.length, 0, 3);
  return Buffer.concat([length, payload]);
}

/** Takes bytes as they come, answers the frames that are whole. */
export function createDeframer(): (bytes: Uint8Array) => Buffer[] {
  let left: Buffer = Buffer.alloc(0);
  let introduced = false;

  /** The intro is "WA" and two bytes of version; a returning client puts its routing hint before it. */
  function skipIntro(): void {
    const hinted = left.length >= 7 && left.toString('latin1', 0, 2) === 'ED';
    const at = hinted ? 7 + left.readUIntBE(4, 3) : 0;
    if (left.length < at + 4) return;
    if (!left.subarray(at, at + 2).equals(INTRO)) throw new Error('the client does not speak this protocol');
    left = left.subarray(at + 4);
    introduced = true;
  }

  return (bytes) => {
    left = Buffer.concat([left, bytes]);
    if (!introduced) skipIntro();
    const frames: Buffer[] = [];
    while (introduced && left.length >= 3) {
      const end = 3 + left.readUIntBE(0, 3);
      if (left.length < end) break;
      frames.push(left.subarray(3, end));
      left = left.subarray(end);
    }
    return frames;
  };
}
