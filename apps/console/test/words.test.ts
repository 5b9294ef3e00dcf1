import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Words } from '@herald/contract';
import { describe, expect, test } from 'vitest';

const SOURCES = 'apps/console/src';
const FILES = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).sort();
const TABLES = FILES.filter((name) => /(?:^|\/)(?:[a-z-]*words|common)\.ts$/.test(name));
const HAN = /\p{Script=Han}/u;

const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe.each(TABLES)('%s', async (name) => {
  const module: Record<string, Record<string, Words>> = await import(/* @vite-ignore */ `../src/${name}`);
  const texts = Object.values(module).flatMap((table) => Object.entries(table));

  test('product: every text is there in Chinese and in English, with the same places', () => {
    expect(texts.length).toBeGreaterThan(0);
    const faults = texts.filter(
      ([, { zh, en }]) => zh.trim() === '' || en.trim() === '' || `${places(zh)}` !== `${places(en)}`,
    );
    expect(faults).toEqual([]);
  });

  test('product: no English text has Chinese in it, but the name of the other language', () => {
    const faults = texts.filter(([, { en }]) => HAN.test(en) && en !== '中文');
    expect(faults).toEqual([]);
  });
});

test('product: texts are in tables, not in components, so that none is in one language alone', () => {
  const faults = FILES.filter((name) => name.endsWith('.tsx')).filter((name) =>
    HAN.test(readFileSync(join(SOURCES, name), 'utf8')),
  );
  expect(faults).toEqual([]);
});
