import traditional from 'opencc-js/dict/TSCharacters';
import { pinyin } from 'pinyin-pro';

const SIMPLIFIED = new Map(
  traditional.split('|').map((pair): [string, string] => {
    const [from = '', to = ''] = pair.split(' ');
    return [from, to];
  }),
);
const IS_HANZI = /\p{Script=Han}/u;
/** Remembered; there are some tens of thousands of hanzi in all. */
const syllables = new Map<string, string | undefined>();

/** Single hanzi: the simplified form by OpenCC's table, the most common sound by pinyin-pro's. */
export const hanzi = {
  simplified: (character: string): string => SIMPLIFIED.get(character) ?? character,

  syllable(character: string): string | undefined {
    if (!syllables.has(character)) {
      const [sound] = IS_HANZI.test(character) ? pinyin(character, { toneType: 'none', type: 'array' }) : [];
      syllables.set(character, sound);
    }
    return syllables.get(character);
  },
};
