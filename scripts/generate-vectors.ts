import { createHash } from 'node:crypto';
import { canonicalString, flatten, type ParameterValue } from '@herald/contract';

/** The published example keys, and two requests whose signatures are known: what every implementation is held to. */
export const VECTOR_KEYS = {
  publicKey: 'ucloudsomeone@example.com1296235120854146120',
  privateKey: '46f09bb9fab4f12dfc160dae12273d5332b5debe',
} as const;

export const VECTORS: readonly Readonly<Record<string, ParameterValue>>[] = [
  { Action: 'DescribeUHostInstance', Region: 'cn-bj2', Limit: 10 },
  {
    Action: 'CreateUHostInstance',
    CPU: 2,
    ChargeType: 'Month',
    DiskSpace: 10,
    ImageId: 'f43736e1-65a5-4bea-ad2e-8a46e18883c2',
    LoginMode: 'Password',
    Memory: 2048,
    Name: 'Host01',
    Password: 'VUNsb3VkLmNu',
    Quantity: 1,
    Region: 'cn-bj2',
    Zone: 'cn-bj2-04',
  },
];

/** The signature of a vector, by the contract's own canonical string. */
export function signatureOf(vector: Readonly<Record<string, ParameterValue>>): string {
  const texts = new Map<string, string>();
  flatten({ ...vector, PublicKey: VECTOR_KEYS.publicKey }, { add: (name, text) => texts.set(name, text) });
  return createHash('sha1').update(canonicalString(texts, VECTOR_KEYS.privateKey)).digest('hex');
}
