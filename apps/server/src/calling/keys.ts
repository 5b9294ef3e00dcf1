/**
 * Keys of one call, in the sound (telephone-events, tones) or in the signalling (INFO). The way that the first one comes
 * by is the call's: a peer that tells of each key both ways has it pressed once.
 */
export interface Keys {
  inSound(digit: string): void;
  inSignalling(digit: string): void;
}

export function createKeys(press: (digit: string) => void): Keys {
  let way: keyof Keys | undefined;
  const by = (mine: keyof Keys) => (digit: string) => {
    way ??= mine;
    if (way === mine) press(digit);
  };
  return { inSound: by('inSound'), inSignalling: by('inSignalling') };
}
