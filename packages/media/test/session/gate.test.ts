import { expect, test } from 'vitest';
import { createGate } from '../../src/session/gate.ts';

const DESCRIBED = { address: '192.0.2.1', port: 4000 };
const NAT = { address: '203.0.113.9', port: 61_000 };
const STRANGER = { address: '198.51.100.7', port: 4000 };

test('RFC 4961 3 the first source that is heard is the peer; a second one is foreign', () => {
  const gate = createGate();
  gate.expect(DESCRIBED);
  expect(gate.admits(NAT)).toBe(true);
  expect(gate.peer).toEqual(NAT);
  expect(gate.admits(STRANGER)).toBe(false);
  expect(gate.peer).toEqual(NAT);
});

test('RFC 4961 3 a stranger who was quicker loses the call to the address that was described', () => {
  const gate = createGate();
  gate.expect(DESCRIBED);
  expect(gate.admits(STRANGER)).toBe(true);
  expect(gate.admits(DESCRIBED)).toBe(true);
  expect(gate.admits(STRANGER)).toBe(false);
  expect(gate.peer).toEqual(DESCRIBED);
});

test('RFC 768 a packet that gives 0 as its port is nobody to send sound to', () => {
  const gate = createGate();
  gate.expect(DESCRIBED);
  expect(gate.admits({ ...NAT, port: 0 })).toBe(false);
  expect(gate.peer).toEqual(DESCRIBED);
});

test('product: before the other side has described itself nobody is admitted', () => {
  expect(createGate().admits(NAT)).toBe(false);
});
