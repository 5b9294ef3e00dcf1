export * from './deps.ts';
