import type { Words } from '@herald/contract';

/** Words as the value of a fact, which is one text for reviewers of both languages. */
export const inBoth = ({ zh, en }: Words): string => `${zh} ${en}`;

const LANGUAGES = { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } } as const;

export const languageValue = (language: 'zh' | 'en'): string => inBoth(LANGUAGES[language]);
export const yesOrNo = (holds: boolean): string =>
  inBoth(holds ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' });
/** The app that a subject is for, by its id. */
export const appValue = (appId: string | null | undefined): string =>
  appId || inBoth({ zh: '内部生产使用', en: 'Internal production' });
