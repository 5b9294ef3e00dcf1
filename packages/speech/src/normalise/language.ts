/** The languages a prompt can be spoken in: Mandarin Chinese and English. */
export type Language = 'zh' | 'en';
